//! Withholding of income tax (源泉徴収), Income Tax Act art. 204 and 205, with the special
//! reconstruction tax: 10.21 % up to a million yen per payment, 20.42 % above.

use crate::{Category, Yen};

/// One payment up to this amount is withheld at the lower rate.
const STEP: Yen = Yen(1_000_000);

/// What the payer withholds from one payment of `base` yen. The base includes consumption tax
/// unless the invoice states the tax apart.
pub fn withheld(base: Yen) -> Yen {
    if base <= Yen(0) {
        Yen(0)
    } else if base <= STEP {
        base.fraction(1021, 10_000)
    } else {
        STEP.fraction(1021, 10_000) + (base - STEP).fraction(2042, 10_000)
    }
}

/// Whether payments for this kind of work are withheld from when the payer is one who withholds.
///
/// Art. 204 (1) i names manuscripts, illustrations, design, photography, translation, lectures and
/// broadcasts. (check) `video`, `audio`, `web` and `education` are judged by what is delivered; we
/// take them as withheld where the delivery is a work of authorship, so that nobody is promised
/// more than may arrive. Keep corrections in this one table.
pub fn applies_to(category: Category) -> bool {
    match category {
        Category::Writing
        | Category::Translation
        | Category::Design
        | Category::Photo
        | Category::Video
        | Category::Audio
        | Category::Education => true,
        Category::DataEntry
        | Category::Web
        | Category::App
        | Category::Marketing
        | Category::Secretarial
        | Category::Accounting
        | Category::Research
        | Category::Support
        | Category::Craft
        | Category::Other => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_values_of_the_tax_agency_hold() {
        for (base, tax) in [
            (0, 0),
            (9_999, 1_020),
            (1_000_000, 102_100),
            (1_000_001, 102_100),
            (1_000_005, 102_101),
            (1_500_000, 204_200),
        ] {
            assert_eq!(withheld(Yen(base)), Yen(tax), "of {base}");
        }
    }

    proptest! {
        #[test]
        fn withholding_never_takes_more_than_a_quarter_and_never_falls(a in 0..999_999_999i64, b in 0..999_999_999i64) {
            let (low, high) = (a.min(b), a.max(b));
            prop_assert!(withheld(Yen(low)) <= withheld(Yen(high)));
            prop_assert!(withheld(Yen(high)) <= Yen(high).fraction(1, 4));
        }
    }
}
