//! Welch's t-test, for two samples of unequal variance.

/// Count, mean and variance of measurements, taken in one at a time (Welford).
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Sample {
    count: f64,
    mean: f64,
    squares: f64,
}

impl Sample {
    /// One more measurement.
    pub fn push(&mut self, measurement: f64) {
        self.count += 1.0;
        let from_old = measurement - self.mean;
        self.mean += from_old / self.count;
        self.squares += from_old * (measurement - self.mean);
    }

    /// How many measurements.
    #[must_use]
    pub const fn count(&self) -> f64 {
        self.count
    }

    /// Their mean.
    #[must_use]
    pub const fn mean(&self) -> f64 {
        self.mean
    }

    /// The variance of what they were drawn from.
    #[must_use]
    pub fn variance(&self) -> f64 {
        if self.count < 2.0 {
            return 0.0;
        }
        self.squares / (self.count - 1.0)
    }
}

impl Extend<f64> for Sample {
    fn extend<I: IntoIterator<Item = f64>>(&mut self, measurements: I) {
        for measurement in measurements {
            self.push(measurement);
        }
    }
}

/// Welch's t of two samples; 0 where it is not defined: fewer than two measurements in one of them, or no variance in both.
#[must_use]
pub fn t(a: &Sample, b: &Sample) -> f64 {
    if a.count < 2.0 || b.count < 2.0 {
        return 0.0;
    }
    let error = a.variance() / a.count + b.variance() / b.count;
    if error > 0.0 {
        (a.mean - b.mean) / error.sqrt()
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(measurements: &[f64]) -> Sample {
        let mut sample = Sample::default();
        sample.extend(measurements.iter().copied());
        sample
    }

    #[test]
    fn mean_and_variance_of_a_textbook_sample() {
        let sample = sample(&[2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0]);
        assert!((sample.mean() - 5.0).abs() < 1e-12);
        assert!((sample.variance() - 32.0 / 7.0).abs() < 1e-12);
    }

    /// Means 20.825 and 23.1; worked out by the definition with twelve digits.
    #[test]
    fn t_is_the_difference_of_means_in_standard_errors() {
        let a = sample(&[19.8, 20.4, 19.6, 23.5]);
        let b = sample(&[28.2, 26.6, 20.1, 17.5]);
        let by_definition = {
            let mean = |of: &[f64]| of.iter().sum::<f64>() / 4.0;
            let variance =
                |of: &[f64]| of.iter().map(|x| (x - mean(of)).powi(2)).sum::<f64>() / 3.0;
            let (a, b) = ([19.8, 20.4, 19.6, 23.5], [28.2, 26.6, 20.1, 17.5]);
            (mean(&a) - mean(&b)) / (variance(&a) / 4.0 + variance(&b) / 4.0).sqrt()
        };
        assert!((t(&a, &b) - by_definition).abs() < 1e-12);
        assert!((t(&a, &b) + t(&b, &a)).abs() < 1e-12);
        assert!(by_definition < -0.8 && by_definition > -0.9);
    }

    #[test]
    fn a_sample_against_itself_and_too_few_measurements_tell_nothing() {
        let a = sample(&[1.0, 2.0, 4.0]);
        assert!(t(&a, &a).abs() < 1e-12);
        assert!(t(&a, &sample(&[9.0])).abs() < 1e-12);
        assert!(t(&sample(&[1.0, 1.0]), &sample(&[1.0, 1.0])).abs() < 1e-12);
    }
}
