package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.history.Failure;
import dev.daybreak.orchestration.history.IntervalText;
import dev.daybreak.orchestration.step.Audit;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.check.CheckOutcome;
import dev.daybreak.project.plan.Fingerprint;
import dev.daybreak.project.plan.PlannedPartition;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.time.DataInterval;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Which partitions of a step its checks let pass, and what to say of the others. */
record Verdict(Intent intent, Set<DataInterval> refused) {
    private static final int CHECKS_TOLD = 5;
    private static final int SAMPLES_TOLD = 3;

    static Verdict of(AssetKey asset, List<PlannedPartition> partitions, List<Audit> audits, ZoneId zone) {
        Map<DataInterval, Fingerprint> fingerprints = new HashMap<>();
        partitions.forEach(partition -> fingerprints.put(partition.interval(), partition.fingerprint()));
        List<Intent.Accepted> accepted = new ArrayList<>();
        List<Audit> blocked = new ArrayList<>();
        for (Audit audit : audits) {
            Fingerprint fingerprint = fingerprints.remove(audit.interval());
            if (fingerprint == null) {
                throw new IllegalStateException("An audit of " + asset + " for " + audit.interval()
                        + ", which is not a partition of the step or was audited twice");
            }
            if (audit.blocks()) {
                blocked.add(audit);
            } else {
                accepted.add(new Intent.Accepted(audit.interval(), fingerprint, audit.rows()));
            }
        }
        if (!fingerprints.isEmpty()) {
            throw new IllegalStateException("No audit of " + asset + " for " + fingerprints.keySet());
        }
        Optional<Failure> failure = blocked.isEmpty() ? Optional.empty() : Optional.of(failure(asset, blocked, zone));
        Set<DataInterval> refused = new HashSet<>();
        blocked.forEach(audit -> refused.add(audit.interval()));
        return new Verdict(new Intent(accepted, failure), refused);
    }

    Set<DataInterval> accepted() {
        Set<DataInterval> accepted = new HashSet<>();
        intent.partitions().forEach(partition -> accepted.add(partition.interval()));
        return accepted;
    }

    private static Failure failure(AssetKey asset, List<Audit> blocked, ZoneId zone) {
        List<String> told = new ArrayList<>();
        List<CheckOutcome> failing = new ArrayList<>();
        for (Audit audit : blocked) {
            for (CheckOutcome outcome : audit.outcomes()) {
                if (outcome.blocks()) {
                    failing.add(outcome);
                    told.add(words(outcome, blocked.size() > 1 ? IntervalText.of(audit.interval(), zone) + ": " : ""));
                }
            }
        }
        String partitions = blocked.size() == 1
                ? IntervalText.of(blocked.get(0).interval(), zone)
                : blocked.size() + " partitions from "
                        + IntervalText.of(blocked.get(0).interval(), zone);
        String more = told.size() > CHECKS_TOLD ? "; and " + (told.size() - CHECKS_TOLD) + " more" : "";
        return new Failure(
                ErrorCode.CHECK_FAILED,
                "Cannot publish asset '" + asset + "' for " + partitions + ": "
                        + String.join("; ", told.subList(0, Math.min(told.size(), CHECKS_TOLD))) + more + ".",
                failing.get(0).check().place().toString(),
                "Correct the data or the query, or give the check 'severity: warn'. What was published before stays.");
    }

    private static String words(CheckOutcome outcome, String partition) {
        StringBuilder words = new StringBuilder(partition)
                .append(outcome.check().expectation())
                .append(new TreeMap<>(outcome.check().arguments()));
        if (!outcome.reason().isEmpty()) {
            words.append(" does not hold: ").append(outcome.reason());
        } else {
            words.append(" does not hold");
        }
        if (outcome.observed() != null) {
            words.append(", observed ").append(outcome.observed());
        }
        if (outcome.unexpected() > 0) {
            words.append(", unexpected ")
                    .append(outcome.unexpected())
                    .append(" of ")
                    .append(outcome.evaluated());
        }
        if (!outcome.samples().isEmpty()) {
            List<?> samples = outcome.samples()
                    .subList(0, Math.min(SAMPLES_TOLD, outcome.samples().size()));
            words.append(", such as ").append(samples);
        }
        return words.toString();
    }
}
