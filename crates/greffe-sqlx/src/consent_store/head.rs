//! Where a chain stands, and the lock that its writers wait for.

use greffe_consent::Link;

use super::row::link_of;
use super::{ChainHead, ConsentStore, ConsentStoreError};
use crate::{Backend, Row, Statement};

/// A chain in the database: its number in the rows, and its end.
#[derive(Clone, Copy)]
pub(super) struct Chain {
    pub(super) ledger: i64,
    pub(super) length: u64,
    pub(super) head: Link,
}

impl Chain {
    fn of(row: &Row) -> Result<Self, ConsentStoreError> {
        Ok(Self {
            ledger: row.get("id")?,
            length: row.get("length")?,
            head: link_of(row, "head")?,
        })
    }
}

impl<C: Backend> ConsentStore<'_, C> {
    /// Where the chain ends. Of an empty ledger it is [`Link::GENESIS`].
    ///
    /// # Errors
    /// [`ConsentStoreError::Store`].
    pub async fn head(&mut self) -> Result<ChainHead, ConsentStoreError> {
        let chain = self.chain().await?;
        Ok(chain.map_or(
            ChainHead {
                length: 0,
                link: Link::GENESIS,
            },
            |chain| ChainHead {
                length: chain.length,
                link: chain.head,
            },
        ))
    }

    /// Whether the chain ends with `head` or once did ([`Ledger::extends`](greffe_consent::Ledger::extends)). Looks through the whole ledger.
    ///
    /// # Errors
    /// [`ConsentStoreError::Store`].
    pub async fn extends(&mut self, head: Link) -> Result<bool, ConsentStoreError> {
        if head == Link::GENESIS {
            return Ok(true);
        }
        let asked = Statement::new(
            "SELECT e.position FROM greffe_consent_entries e JOIN greffe_consent_ledgers l ON l.id = e.ledger
             WHERE l.name = $1 AND e.link = $2 LIMIT 1",
        );
        let asked = asked.bind(self.name.as_str()).bind(&head.as_bytes()[..]);
        Ok(self.connection.row(asked).await?.is_some())
    }

    pub(super) async fn chain(&mut self) -> Result<Option<Chain>, ConsentStoreError> {
        let asked =
            Statement::new("SELECT id, length, head FROM greffe_consent_ledgers WHERE name = $1");
        let row = self.connection.row(asked.bind(self.name.as_str())).await?;
        row.as_ref().map(Chain::of).transpose()
    }

    /// The chain, made where there is none, and nobody else's until the transaction ends.
    pub(super) async fn lock(&mut self) -> Result<Chain, ConsentStoreError> {
        if let Some(chain) = self.locked().await? {
            return Ok(chain);
        }
        let made = Statement::new(
            "INSERT INTO greffe_consent_ledgers (name, length, head) VALUES ($1, 0, $2) ON CONFLICT (name) DO NOTHING",
        );
        let made = made.bind(self.name.as_str());
        self.connection
            .execute(made.bind(&Link::GENESIS.as_bytes()[..]))
            .await?;
        let chain = self.locked().await?;
        chain.ok_or_else(|| {
            let table = "greffe_consent_ledgers";
            crate::StoreError::Unreadable { table }.into()
        })
    }

    async fn locked(&mut self) -> Result<Option<Chain>, ConsentStoreError> {
        let asked =
            Statement::new("SELECT id, length, head FROM greffe_consent_ledgers WHERE name = $1")
                .push(C::DIALECT.for_update());
        let row = self.connection.row(asked.bind(self.name.as_str())).await?;
        row.as_ref().map(Chain::of).transpose()
    }

    /// Writes where the chain ends now.
    pub(super) async fn move_head(&mut self, chain: &Chain) -> Result<(), ConsentStoreError> {
        let moved = Statement::new(
            "UPDATE greffe_consent_ledgers SET length = $1, head = $2 WHERE id = $3",
        );
        let moved = moved.bind(super::row::number(chain.length)?);
        let moved = moved.bind(&chain.head.as_bytes()[..]).bind(chain.ledger);
        self.connection.execute(moved).await?;
        Ok(())
    }
}
