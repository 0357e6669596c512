//! Files that are given as they are: recordings, scans, messages.

use std::io::{self, Read};

use greffe_terms::Text;

use crate::{Field, SourceFailure};

/// One file, streamed in its native format.
pub struct Attachment<'a> {
    pub(crate) name: String,
    pub(crate) media_type: String,
    pub(crate) content: Content<'a>,
    pub(crate) length: Option<u64>,
}

impl<'a> Attachment<'a> {
    /// A file of that name and media type (`audio/ogg`). The name may be hostile: it is made safe, and mapped in the listing.
    #[must_use]
    pub fn new(
        name: impl Into<String>,
        media_type: impl Into<String>,
        content: impl Read + 'a,
    ) -> Self {
        Self {
            name: name.into(),
            media_type: media_type.into(),
            content: Content::Stream(Box::new(content)),
            length: None,
        }
    }

    /// A file that is opened when its turn comes, so that a thousand of them are not open at once. One that cannot be opened by then is listed
    /// without content, the source counts as failed, and the next file is read; an `Err` in its place would end the source.
    ///
    /// ```no_run
    /// use std::fs::{self, File};
    /// # use greffe_export::{Attachment, Attachments, Field, Provenance};
    /// # let content = Field::new("letter", greffe_terms::DataCategory::Other, Provenance::Provided, "account".parse()?);
    ///
    /// let mut paths = fs::read_dir("letters/ada")?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<Vec<_>>>()?;
    /// paths.sort();                                    // a folder has no order of its own, and the package's bytes follow it
    /// let files = paths.into_iter().map(|path| {
    ///     let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    ///     Ok(Attachment::opened_late(name, "application/octet-stream", || File::open(path)))
    /// });
    /// let letters = Attachments::new("letters", content, files).labelled("Vos courriers", "Your letters");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn opened_late<R: Read + 'a>(
        name: impl Into<String>,
        media_type: impl Into<String>,
        open: impl FnOnce() -> io::Result<R> + 'a,
    ) -> Self {
        Self::new(name, media_type, Late::Closed(open))
    }

    /// A file whose bytes are at hand. They are not copied on their way, and their length is known.
    #[must_use]
    pub fn of_bytes(
        name: impl Into<String>,
        media_type: impl Into<String>,
        bytes: &'a [u8],
    ) -> Self {
        Self {
            name: name.into(),
            media_type: media_type.into(),
            content: Content::Bytes(bytes),
            length: u64::try_from(bytes.len()).ok(),
        }
    }

    /// The same file, which is so many bytes long, as its host knows (the metadata of a file say it). One whose content turns out shorter or
    /// longer is not given: it fails as one that cannot be read, so that half a file never looks like a whole one.
    ///
    /// A file of a known length need not wait in the spool: see [`ZipSink::straight`](crate::ZipSink::straight).
    #[must_use]
    pub fn of_length(mut self, bytes: u64) -> Self {
        self.length = Some(bytes);
        self
    }
}

/// A file that is opened when it is first read.
enum Late<F, R> {
    Closed(F),
    Open(R),
    /// It could not be opened: it never reads as an empty file.
    Lost,
}

impl<R: Read, F: FnOnce() -> io::Result<R>> Read for Late<F, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if let Self::Open(file) = self {
            return file.read(into);
        }
        match std::mem::replace(self, Self::Lost) {
            Self::Closed(open) => {
                let mut file = open()?;
                let read = file.read(into);
                *self = Self::Open(file);
                read
            }
            Self::Open(_) | Self::Lost => Err(io::ErrorKind::NotFound.into()),
        }
    }
}

/// What is in a file.
pub(crate) enum Content<'a> {
    Stream(Box<dyn Read + 'a>),
    Bytes(&'a [u8]),
}

/// Name and content are personal data, so that only the media type is printed.
impl std::fmt::Debug for Attachment<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Attachment({})", self.media_type)
    }
}

/// A source of files.
pub trait AttachmentSource {
    /// The stable name, as the register knows it.
    fn name(&self) -> &str;

    /// The words for people.
    fn label(&self) -> Text {
        Text::plain(self.name())
    }

    /// What the content is: its category, provenance, origin and purposes. Name and kind of this field do not matter.
    fn content(&self) -> &Field;

    /// Whether processing is by automated means; paper is not portable (Art. 20(1)(b)).
    fn is_automated(&self) -> bool {
        true
    }

    /// The next file; `None` at the end. A failure here ends the source; a file whose content fails is listed without one, the
    /// source counts as failed, and the next file is read.
    fn next_file(&mut self) -> Option<Result<Attachment<'_>, SourceFailure>>;
}

/// A list of sources of several types: what the boxed source says holds.
impl<S: AttachmentSource + ?Sized> AttachmentSource for Box<S> {
    fn name(&self) -> &str {
        (**self).name()
    }

    fn label(&self) -> Text {
        (**self).label()
    }

    fn content(&self) -> &Field {
        (**self).content()
    }

    fn is_automated(&self) -> bool {
        (**self).is_automated()
    }

    fn next_file(&mut self) -> Option<Result<Attachment<'_>, SourceFailure>> {
        (**self).next_file()
    }
}

/// A source of files made of an iterator.
///
/// ```
/// use greffe_export::{Attachment, Attachments, Field, Provenance};
/// use greffe_terms::DataCategory;
///
/// let content = Field::new("recording", DataCategory::PersonalLife, Provenance::Observed, "quality".parse()?);
/// let call: &[u8] = b"OggS...";
/// let recordings = Attachments::new("recordings", content, [Ok(Attachment::new("call 1.ogg", "audio/ogg", call))]);
/// # Ok::<(), greffe_terms::InvalidIdentifier>(())
/// ```
pub struct Attachments<'a> {
    name: String,
    label: Text,
    content: Field,
    automated: bool,
    files: Box<dyn Iterator<Item = Result<Attachment<'a>, SourceFailure>> + 'a>,
}

impl<'a> Attachments<'a> {
    /// Files of that content.
    pub fn new<I>(name: impl Into<String>, content: Field, files: I) -> Self
    where
        I: IntoIterator<Item = Result<Attachment<'a>, SourceFailure>>,
        I::IntoIter: 'a,
    {
        let name = name.into();
        Self {
            label: Text::plain(name.clone()),
            name,
            content,
            automated: true,
            files: Box::new(files.into_iter()),
        }
    }

    /// The same source with words for people.
    #[must_use]
    pub fn labelled(self, fr: &str, en: &str) -> Self {
        match Text::new(Some(fr.to_owned()), Some(en.to_owned())) {
            Some(label) => Self { label, ..self },
            None => self,
        }
    }

    /// The same source, kept on paper: its files are not portable.
    #[must_use]
    pub fn not_automated(self) -> Self {
        Self {
            automated: false,
            ..self
        }
    }
}

impl AttachmentSource for Attachments<'_> {
    fn name(&self) -> &str {
        &self.name
    }

    fn label(&self) -> Text {
        self.label.clone()
    }

    fn content(&self) -> &Field {
        &self.content
    }

    fn is_automated(&self) -> bool {
        self.automated
    }

    fn next_file(&mut self) -> Option<Result<Attachment<'_>, SourceFailure>> {
        self.files.next()
    }
}
