//! How often an address or a person may ask. The state is this process's own: of two processes each counts for itself.

use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr};

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::refusal::Refusal;
use super::settings::Rates;

/// Where a request came from, as far as rates go: an IPv4 address, or the /64 of an IPv6 one, of which one household has every address.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Origin(IpAddr);

impl Origin {
    /// The origin of this address.
    pub(crate) fn of(address: IpAddr) -> Self {
        Self(match address.to_canonical() {
            IpAddr::V6(six) => {
                let network = six.to_bits() >> 64 << 64;
                IpAddr::V6(Ipv6Addr::from_bits(network))
            }
            four @ IpAddr::V4(_) => four,
        })
    }
}

/// One limit.
pub(crate) struct Limit<K: Hash + Eq + Clone>(DefaultKeyedRateLimiter<K>);

impl<K: Hash + Eq + Clone> Limit<K> {
    fn new(quota: Quota) -> Self {
        Self(RateLimiter::keyed(quota))
    }

    /// Counts one more.
    pub(crate) fn check(&self, key: &K) -> Result<(), Refusal> {
        self.0.check_key(key).map_err(|until| {
            let wait = until.wait_time_from(DefaultClock::default().now());
            Refusal::TooMany {
                // Up to the next full second: who comes back then is let in.
                seconds: wait.as_secs() + 1,
            }
        })
    }

    fn forget_idle(&self) {
        self.0.retain_recent();
        self.0.shrink_to_fit();
    }
}

/// Every limit of the service.
pub(crate) struct Limits {
    /// Anything, by origin.
    pub(crate) requests: Limit<Origin>,
    /// Secrets tried, by origin.
    pub(crate) logins: Limit<Origin>,
    /// What is written, by customer.
    pub(crate) writes: Limit<i64>,
    /// Export packages, by customer.
    pub(crate) exports: Limit<i64>,
}

impl Limits {
    /// Nobody has asked yet.
    pub(crate) fn new(rates: &Rates) -> Self {
        Self {
            requests: Limit::new(rates.requests),
            logins: Limit::new(rates.logins),
            writes: Limit::new(rates.writes),
            exports: Limit::new(rates.exports),
        }
    }

    /// Drops who has not asked for a while: memory does not grow with the number of addresses ever seen.
    pub(crate) fn forget_idle(&self) {
        self.requests.forget_idle();
        self.logins.forget_idle();
        self.writes.forget_idle();
        self.exports.forget_idle();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_household_is_one_origin_and_two_are_two() {
        let of = |text: &str| Origin::of(text.parse().unwrap());
        assert!(of("2001:db8:1:2::5") == of("2001:db8:1:2:ffff::1"));
        assert!(of("2001:db8:1:2::5") != of("2001:db8:1:3::5"));
        assert!(of("192.0.2.1") != of("192.0.2.2"));
        assert!(
            of("192.0.2.1") == of("::ffff:192.0.2.1"),
            "one address in two writings"
        );
    }

    #[test]
    fn who_asked_too_often_is_told_when_to_come_back_and_nobody_else_is_stopped() {
        let limit = Limit::new(Quota::per_minute(super::super::settings::count(2)));
        assert!(limit.check(&1).is_ok() && limit.check(&1).is_ok());
        let Err(Refusal::TooMany { seconds }) = limit.check(&1) else {
            panic!("the third is one too many");
        };
        assert!((1..=31).contains(&seconds));
        assert!(limit.check(&2).is_ok());
    }
}
