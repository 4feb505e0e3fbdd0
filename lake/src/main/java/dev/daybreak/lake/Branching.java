package dev.daybreak.lake;

import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.iceberg.MetadataUpdate;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.TableMetadata;

/**
 * A table's metadata as a branch shows it: its own head, columns and partitioning stand where those of the main branch stand in the table itself, so
 * that whatever reads and commits to a table does so to the branch. Iceberg keeps columns and partitioning per table; those of a branch that differ
 * are named by properties. The main branch is there as {@value #PROD}, so that nothing takes its snapshots for unused.
 */
final class Branching {
    static final String MAIN = SnapshotRef.MAIN_BRANCH;
    /** The main branch's name in the metadata that a branch shows; no branch has it in the table itself. */
    static final String PROD = "prod";

    /** Which branches made a table that the main branch has not; between commas. */
    static final String MADE_IN = "daybreak.made-in";

    private static final String SCHEMA = "daybreak.schema.";
    private static final String SPEC = "daybreak.spec.";

    private final String branch;

    Branching(String branch) {
        this.branch = branch;
    }

    /** Whether the table is not there for the main branch. */
    static boolean isHidden(TableMetadata table) {
        return table.currentSnapshot() == null && table.properties().containsKey(MADE_IN);
    }

    /** Whether the table is not there for this branch. */
    boolean isHiddenHere(TableMetadata table) {
        return isHidden(table) && table.ref(branch) == null && !makers(table).contains(branch);
    }

    static Set<String> makers(TableMetadata table) {
        Set<String> makers = new TreeSet<>(
                List.of(table.properties().getOrDefault(MADE_IN, "").split(",")));
        makers.remove("");
        return makers;
    }

    /** @param base where the branch stands if the table has none of its name */
    TableMetadata shown(TableMetadata table, Optional<Branch.Base> base) {
        SnapshotRef own = own(table);
        TableMetadata.Builder view = TableMetadata.buildFrom(table);
        SnapshotRef main = table.ref(MAIN);
        if (main != null) {
            view.setRef(PROD, main);
        }
        if (own != null) {
            view.removeRef(branch);
            view.setBranchSnapshot(own.snapshotId(), MAIN);
        } else if (base.isPresent()) {
            base.get()
                    .snapshot()
                    .ifPresentOrElse(id -> view.setBranchSnapshot(held(table, id), MAIN), () -> view.removeRef(MAIN));
        }
        property(table, SCHEMA + branch).ifPresent(view::setCurrentSchema);
        property(table, SPEC + branch).ifPresent(view::setDefaultPartitionSpec);
        return view.discardChanges()
                .withMetadataLocation(table.metadataFileLocation())
                .build();
    }

    /** The table's branch of this name; null if it has none. */
    private SnapshotRef own(TableMetadata table) {
        SnapshotRef own = table.ref(branch);
        if (own != null && own.isTag()) {
            throw new DaybreakException(
                    ErrorCode.WRONG_USE,
                    "Cannot use environment '" + branch + "': the table has a tag of that name",
                    "Name the environment otherwise, or remove the tag: daybreak tag TABLE " + branch + " --drop.");
        }
        return own;
    }

    private static long held(TableMetadata table, long snapshot) {
        if (table.snapshot(snapshot) == null) {
            throw new DaybreakException(
                    ErrorCode.NOT_FOUND,
                    "Snapshot " + snapshot + " of the table, at which the environment stands, was removed meanwhile",
                    "Run the command again: the environment then stands at the table's newest snapshot.");
        }
        return snapshot;
    }

    private static Optional<Integer> property(TableMetadata table, String name) {
        return Optional.ofNullable(table.properties().get(name)).map(Integer::valueOf);
    }

    /** The table after a commit to what {@link #shown} gave. */
    TableMetadata committed(TableMetadata table, TableMetadata next) {
        TableMetadata.Builder builder = TableMetadata.buildFrom(table);
        next.changes().forEach(change -> apply(change, builder));
        builder.setCurrentSchema(table.currentSchemaId());
        builder.setDefaultPartitionSpec(table.defaultSpecId());
        builder.setDefaultSortOrder(table.defaultSortOrderId());
        keep(builder, table, SCHEMA + branch, table.currentSchemaId(), next.currentSchemaId());
        keep(builder, table, SPEC + branch, table.defaultSpecId(), next.defaultSpecId());
        return builder.build();
    }

    private static void keep(TableMetadata.Builder builder, TableMetadata table, String property, int main, int own) {
        if (main != own) {
            builder.setProperties(Map.of(property, Integer.toString(own)));
        } else if (table.properties().containsKey(property)) {
            builder.removeProperties(Set.of(property));
        }
    }

    private void apply(MetadataUpdate change, TableMetadata.Builder builder) {
        if (change instanceof MetadataUpdate.SetSnapshotRef set && set.name().equals(MAIN)) {
            builder.setRef(branch, SnapshotRef.branchBuilder(set.snapshotId()).build());
        } else if (change instanceof MetadataUpdate.RemoveSnapshotRef removed
                && removed.name().equals(MAIN)) {
            builder.removeRef(branch);
        } else {
            // Tags are of the table, whoever sets them; nothing that commits to a branch changes others.
            change.applyTo(builder);
        }
    }

    /** The table after its main branch has become what this branch is, which is no more. */
    TableMetadata promoted(TableMetadata table) {
        TableMetadata.Builder builder = TableMetadata.buildFrom(table);
        SnapshotRef own = table.ref(branch);
        if (own != null) {
            builder.removeRef(branch);
            builder.setBranchSnapshot(own.snapshotId(), MAIN);
        }
        property(table, SCHEMA + branch).ifPresent(builder::setCurrentSchema);
        property(table, SPEC + branch).ifPresent(builder::setDefaultPartitionSpec);
        return withoutProperties(builder, table, Stream.of(MADE_IN)).build();
    }

    /** The table after this branch is no more. */
    TableMetadata dropped(TableMetadata table) {
        TableMetadata.Builder builder = TableMetadata.buildFrom(table);
        if (table.ref(branch) != null) {
            builder.removeRef(branch);
        }
        Set<String> makers = makers(table);
        if (makers.remove(branch) && !makers.isEmpty()) {
            builder.setProperties(Map.of(MADE_IN, String.join(",", makers)));
        }
        return withoutProperties(builder, table, Stream.empty()).build();
    }

    private TableMetadata.Builder withoutProperties(
            TableMetadata.Builder builder, TableMetadata table, Stream<String> others) {
        List<String> names = Stream.concat(others, Stream.of(SCHEMA + branch, SPEC + branch))
                .filter(table.properties()::containsKey)
                .toList();
        return names.isEmpty() ? builder : builder.removeProperties(Set.copyOf(names));
    }

    /** Whether a table has anything of this branch. */
    boolean touches(TableMetadata table) {
        return table.ref(branch) != null
                || makers(table).contains(branch)
                || table.properties().containsKey(SCHEMA + branch)
                || table.properties().containsKey(SPEC + branch);
    }
}
