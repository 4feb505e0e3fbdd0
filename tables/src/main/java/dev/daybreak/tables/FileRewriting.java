package dev.daybreak.tables;

import dev.daybreak.engine.Relation;
import dev.daybreak.engine.Rows;
import dev.daybreak.engine.Session;
import dev.daybreak.engine.WrittenFile;
import dev.daybreak.lake.FileChange;
import dev.daybreak.lake.LakeTable;
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

    /** How many rows are changed in which way, and where those lie that are taken out. */
    private static final class Counts {
        private final Set<String> touched = new HashSet<>();
        private long inserted;
        private long updated;
        private long deleted;

        boolean isNothing() {
            return inserted + updated + deleted == 0;
        }
    }

    /** @param batch the files with the rows that come in */
    Rewritten compute(List<WrittenFile> batch) {
        Optional<Long> snapshot = table.currentSnapshot();
        List<String> columns = table.schema().names();
        Relation matching = snapshot.map(id -> changes.matching(table, id)).orElseGet(() -> table.staged(List.of()));
        int files = snapshot.map(id -> table.fileCount(id)).orElse(0);
        long rows = batch.stream().mapToLong(WrittenFile::rows).sum();
        if (matching.files().isEmpty() && changes.isAllAdded()) {
            return new Rewritten(new FileChange(snapshot, Set.of(), batch), List.of(), rows, 0, 0, files);
        }
        session.register(Changes.MATCHING, matching, Changes.FILE);
        ChangeFile changed = new ChangeFile(table.stageAll(attempt));
        List<WrittenFile> aside = session.write(changes.sql(columns), changed.spec());
        session.register(CHANGED, changed.relation(aside));
        Counts counts = counts();
        List<WrittenFile> written = List.of();
        if (!counts.isNothing()) {
            session.register(TOUCHED, KeyedFiles.only(matching, counts.touched));
            written = session.write(content(columns), table.stageAll(attempt));
            table.readAhead(written);
        }
        Set<Path> removed = counts.touched.stream().map(Path::of).collect(Collectors.toSet());
        FileChange change = new FileChange(snapshot, removed, written);
        return new Rewritten(change, aside, counts.inserted, counts.updated, counts.deleted, files);
    }

    private Counts counts() {
        String sql = "SELECT " + Changes.FILE + ", " + Changes.OLD + ", " + Changes.ADDS + ", COUNT(*) AS n FROM "
                + CHANGED + " GROUP BY " + Changes.FILE + ", " + Changes.OLD + ", " + Changes.ADDS;
        Counts counts = new Counts();
        try (Rows rows = session.query(sql)) {
            while (rows.next()) {
                boolean isOld = (Boolean) rows.value(1);
                long number = (Long) rows.value(3);
                if (isOld) {
                    counts.touched.add((String) rows.value(0));
                }
                if ((Boolean) rows.value(2)) {
                    counts.updated += isOld ? number : 0;
                    counts.inserted += isOld ? 0 : number;
                } else {
                    counts.deleted += number;
                }
            }
        }
        return counts;
    }

    /** The rows of the files that give way, but for those that are taken out, and the rows that come in. */
    private String content(List<String> columns) {
        return "SELECT " + Sql.columns("t", columns) + " FROM " + TOUCHED + " AS t WHERE NOT EXISTS (SELECT 1 FROM "
                + CHANGED + " AS c WHERE c." + Changes.OLD + " AND " + Sql.same("c", "t", changes.identity())
                + ")\nUNION ALL SELECT " + Sql.columns("c", columns) + " FROM " + CHANGED + " AS c WHERE c."
                + Changes.ADDS;
    }
}
