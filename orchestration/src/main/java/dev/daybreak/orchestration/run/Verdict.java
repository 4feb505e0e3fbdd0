package dev.daybreak.orchestration.run;

import dev.daybreak.orchestration.history.Failure;
import dev.daybreak.orchestration.step.Audit;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.plan.Fingerprint;
import dev.daybreak.project.plan.PlannedPartition;
import dev.daybreak.project.time.DataInterval;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which partitions of a step its checks let pass, and what to say of the others. */
record Verdict(Intent intent, Set<DataInterval> refused) {
    static Verdict of(
            AssetKey asset, List<PlannedPartition> partitions, List<Audit> audits, ZoneId zone, CheckWords words) {
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
        Optional<Failure> failure =
                blocked.isEmpty() ? Optional.empty() : Optional.of(words.failure(asset, blocked, zone));
        Set<DataInterval> refused = new HashSet<>();
        blocked.forEach(audit -> refused.add(audit.interval()));
        return new Verdict(new Intent(accepted, failure), refused);
    }

    Set<DataInterval> accepted() {
        Set<DataInterval> accepted = new HashSet<>();
        intent.partitions().forEach(partition -> accepted.add(partition.interval()));
        return accepted;
    }
}
