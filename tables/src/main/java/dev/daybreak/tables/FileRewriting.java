package dev.daybreak.tables;

import dev.daybreak.engine.Relation;
import dev.daybreak.engine.Rows;
import dev.daybreak.engine.Session;
import dev.daybreak.engine.WrittenFile;
import dev.daybreak.lake.FileChange;
import dev.daybreak.lake.LakeTable;
import dev.daybreak.tables.Changes.Matching;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Computes, from a table's newest snapshot, what the files become that hold rows which change; other files are not read for more than
 * their keys, and not written.
 */
final class FileRewriting {
    private static final String TOUCHED = "daybreak_touched";
    private static final String CHANGED = "daybreak_changed";

    private final Session session;
    private final LakeTable table;
    private final String attempt;
    private final Changes changes;

    /** @param session in which {@link Changes#BATCH} is readable */
    FileRewriting(Session session, LakeTable table, String attempt, Changes changes) {
        this.session = session;
        this.table = table;
        this.attempt = attempt;
        this.changes = changes;
    }

    /**
     * What is to be published.
     *
     * @param aside files that were needed on the way
     * @param files data files that the table had
     */
    record Rewritten(FileChange change, List<WrittenFile> aside, long inserted, long updated, long deleted, int files) {
        String words() {
            if (inserted + updated + deleted == 0) {
                return "nothing changed";
            }
            List<String> words = new ArrayList<>();
            add(words, inserted, "inserted");
            add(words, updated, "updated");
            add(words, deleted, "deleted");
            return String.join(", ", words)
                    + (change.removed().isEmpty()
                            ? ""
                            : "; rewrote " + change.removed().size() + " of " + files
                                    + (files == 1 ? " file" : " files"));
        }

        private static void add(List<String> words, long count, String done) {
            if (count > 0) {
                words.add("%,d ".formatted(count) + done);
            }
        }
    }

    /**
     * How many rows are changed in which way, and where those lie that are taken out.
     *
     * @param touched paths of files
     */
    private record Counts(Set<String> touched, long inserted, long updated, long deleted) {
        boolean isNothing() {
            return inserted + updated + deleted == 0;
        }
    }

    /**
     * Rows that change something, as a relation of the session that is called {@code c} here.
     *
     * @param takesOut which of them take out the row with the same identity
     * @param comesIn which of them come in
     */
    private record Changing(String relation, String takesOut, String comesIn) {
        private static final Changing WHOLE_BATCH = new Changing(Changes.BATCH, "TRUE", "TRUE");
        private static final Changing ASIDE = new Changing(CHANGED, "c." + Changes.OLD, "c." + Changes.ADDS);
    }

    /** @param batch the files with the rows that come in */
    Rewritten compute(List<WrittenFile> batch) {
        Optional<Long> snapshot = table.currentSnapshot();
        Matching matching = snapshot.map(id -> changes.matching(table, id))
                .orElseGet(() -> new Matching(table.staged(List.of()), false));
        if (matching.files().files().isEmpty() && changes.isAllAdded()) {
            return added(snapshot, batch);
        }
        session.register(Changes.MATCHING, matching.files(), Changes.FILE);
        if (!matching.isWholeBatch()) {
            return some(snapshot, matching.files());
        }
        Counts counts = countsOfBatch(rows(batch));
        return counts.touched().isEmpty()
                ? added(snapshot, batch)
                : rewritten(snapshot, matching.files(), counts, Changing.WHOLE_BATCH, List.of());
    }

    private static long rows(List<WrittenFile> batch) {
        return batch.stream().mapToLong(WrittenFile::rows).sum();
    }

    private int files(Optional<Long> snapshot) {
        return snapshot.map(table::fileCount).orElse(0);
    }

    private Rewritten added(Optional<Long> snapshot, List<WrittenFile> batch) {
        return new Rewritten(new FileChange(snapshot, Set.of(), batch), List.of(), rows(batch), 0, 0, files(snapshot));
    }

    /** Which rows change is computed once and written aside, since it is asked for several times. */
    private Rewritten some(Optional<Long> snapshot, Relation matching) {
        ChangeFile changed = new ChangeFile(table.stageAll(attempt));
        List<WrittenFile> aside = session.write(changes.sql(table.schema().names()), changed.spec());
        session.register(CHANGED, changed.relation(aside));
        return rewritten(snapshot, matching, counts(), Changing.ASIDE, aside);
    }

    private Rewritten rewritten(
            Optional<Long> snapshot, Relation matching, Counts counts, Changing changing, List<WrittenFile> aside) {
        List<WrittenFile> written = List.of();
        if (!counts.isNothing()) {
            written = session.write(content(touched(matching, counts.touched()), changing), table.stageAll(attempt));
            table.readAhead(written);
        }
        Set<Path> removed = counts.touched().stream().map(Path::of).collect(Collectors.toSet());
        return new Rewritten(
                new FileChange(snapshot, removed, written),
                aside,
                counts.inserted(),
                counts.updated(),
                counts.deleted(),
                files(snapshot));
    }

    /** The relation of the session with the rows of the files that give way. */
    private String touched(Relation matching, Set<String> paths) {
        if (paths.size() == matching.files().size()) {
            return Changes.MATCHING;
        }
        session.register(TOUCHED, KeyedFiles.only(matching, paths));
        return TOUCHED;
    }

    private Counts counts() {
        String sql = "SELECT " + Changes.FILE + ", " + Changes.OLD + ", " + Changes.ADDS + ", COUNT(*) AS n FROM "
                + CHANGED + " GROUP BY " + Changes.FILE + ", " + Changes.OLD + ", " + Changes.ADDS;
        Set<String> touched = new HashSet<>();
        long inserted = 0;
        long updated = 0;
        long deleted = 0;
        try (Rows rows = session.query(sql)) {
            while (rows.next()) {
                boolean isOld = (Boolean) rows.value(1);
                long number = (Long) rows.value(3);
                if (isOld) {
                    touched.add((String) rows.value(0));
                }
                if ((Boolean) rows.value(2)) {
                    updated += isOld ? number : 0;
                    inserted += isOld ? 0 : number;
                } else {
                    deleted += number;
                }
            }
        }
        return new Counts(touched, inserted, updated, deleted);
    }

    /** The same where each row of the batch comes in, of which only the keys in the table have to be read. */
    private Counts countsOfBatch(long batch) {
        String sql = "SELECT t." + Changes.FILE + ", COUNT(*) AS n FROM " + Changes.MATCHING
                + " AS t WHERE EXISTS (SELECT 1 FROM " + Changes.BATCH + " AS c WHERE "
                + Sql.same("c", "t", changes.identity()) + ") GROUP BY t." + Changes.FILE;
        Set<String> touched = new HashSet<>();
        long updated = 0;
        try (Rows rows = session.query(sql)) {
            while (rows.next()) {
                touched.add((String) rows.value(0));
                updated += (Long) rows.value(1);
            }
        }
        // Another writer may have left a key twice.
        return new Counts(touched, Math.max(0, batch - updated), updated, 0);
    }

    /** The rows of the files that give way, but for those that are taken out, and the rows that come in. */
    private String content(String touched, Changing changing) {
        List<String> columns = table.schema().names();
        return "SELECT " + Sql.columns("t", columns) + " FROM " + touched + " AS t WHERE NOT EXISTS (SELECT 1 FROM "
                + changing.relation() + " AS c WHERE " + changing.takesOut() + " AND "
                + Sql.same("c", "t", changes.identity())
                + ")\nUNION ALL SELECT " + Sql.columns("c", columns) + " FROM " + changing.relation() + " AS c WHERE "
                + changing.comesIn();
    }
}
