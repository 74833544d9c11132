//! Where a person's dossier stands: the places asked and who has not answered, who introduces and helps, which papers
//! are there. What a dossier holds is in `dossier.rs`.

use super::dossier::{Helper, HelperRole, PaperState, Verification};
use super::milestone::{Asked, MilestoneKind};
use super::person::Person;
use super::text::fold;
use std::collections::BTreeSet;

impl Person {
    /// Every place asked, the first one first. An answer belongs to the letter of its round.
    pub fn verifications(&self) -> impl Iterator<Item = Verification> + '_ {
        let considered = self.current(MilestoneKind::CellResolution).map(|(_, m)| m.date.last());
        let sent = self.rounds(MilestoneKind::VerificationAsked);
        sent.filter(|(_, letter)| letter.set_aside.is_none()).map(move |(round, letter)| {
            let answer = self.milestones.get(&(MilestoneKind::VerificationAnswered, round));
            let answered = answer.filter(|answer| answer.set_aside.is_none()).map(|answer| answer.date);
            Verification {
                round,
                asked: letter.asked.unwrap_or_default(),
                sent: letter.date,
                answered,
                passed: considered.is_some_and(|day| day >= letter.date.first()),
            }
        })
    }

    /// How many places have not answered, and how many of them are the police.
    pub fn waiting(&self) -> (usize, usize) {
        let open: Vec<Verification> = self.verifications().filter(Verification::is_open).collect();
        (open.len(), open.iter().filter(|letter| letter.asked == Asked::Police).count())
    }

    /// Everyone who introduces and helps: those recorded with their facts, and those whom only a
    /// milestone names.
    pub fn all_helpers(&self) -> Vec<(Option<u8>, Helper)> {
        let mut all: Vec<(Option<u8>, Helper)> =
            self.helpers.iter().map(|(n, helper)| (Some(*n), helper.clone())).collect();
        for kind in [MilestoneKind::Sympathiser, MilestoneKind::Ceremony] {
            let Some((_, milestone)) = self.current(kind) else { continue };
            for name in &milestone.helpers {
                if all.iter().any(|(_, known)| fold(&known.name) == fold(name)) {
                    continue;
                }
                let named = Helper {
                    name: name.clone(),
                    role: HelperRole::Helper,
                    official: None,
                    together_since: None,
                    from: Some(milestone.date),
                    until: None,
                    replacement: false,
                    number: String::new(),
                    comments: BTreeSet::new(),
                };
                all.push((None, named));
            }
        }
        all
    }

    /// The number of a further helper.
    pub fn next_helper(&self) -> Option<u8> {
        self.helpers.keys().next_back().map_or(Some(1), |last| last.checked_add(1))
    }

    /// True when the paper itself is there.
    pub fn has_paper(&self, code: &str) -> bool {
        let state = self.papers.get(code).map(|paper| paper.state);
        matches!(state, Some(PaperState::HandedIn | PaperState::Valid))
    }
}
