//! The ways to reach a person.

use crate::term::terms;

terms! {
    /// A channel (*canal*) of communication or collection. The rules of direct marketing differ by channel
    /// (French CPCE L34-5, Directive 2002/58/EC Art. 13).
    Channel, "channel", {
        /// Electronic mail.
        Email = "email", "Courrier électronique", "E-mail", "13 ePrivacy";
        /// Short message.
        Sms = "sms", "SMS", "Text message", "13 ePrivacy";
        /// Call by a person.
        Call = "call", "Appel téléphonique", "Telephone call", "13 ePrivacy";
        /// Automatic calling machine.
        AutomaticCall = "automatic_call", "Automate d’appel", "Automatic call", "13 ePrivacy";
        /// Fax.
        Fax = "fax", "Télécopie", "Fax", "13 ePrivacy";
        /// Letter.
        Post = "post", "Courrier postal", "Post", "21(2)";
        /// Web page or application.
        Web = "web", "Site ou application", "Website or application", "5(3) ePrivacy";
    }
}
