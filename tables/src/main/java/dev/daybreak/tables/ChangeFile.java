package dev.daybreak.tables;

import dev.daybreak.engine.Relation;
import dev.daybreak.engine.WriteSpec;
import dev.daybreak.engine.WriteSpec.FieldId;
import dev.daybreak.engine.WrittenFile;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType.Primitive;
import dev.daybreak.project.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How changed rows lie aside: a table's columns with what {@link Changes#sql} says of each row. They are read several times, and computed once. */
final class ChangeFile {
    /** Ids of tables' columns begin at 1, and are never so many. */
    private static final int FIRST_ID = 1_000_000_000;

    private final WriteSpec spec;

    /** @param table how all columns of the table are written */
    ChangeFile(WriteSpec table) {
        List<Column> columns = new ArrayList<>();
        table.schema().columns().forEach(column -> columns.add(Column.of(column.name(), column.type())));
        columns.add(Column.of(Changes.FILE, Primitive.STRING));
        columns.add(Column.of(Changes.OLD, Primitive.BOOLEAN));
        columns.add(Column.of(Changes.ADDS, Primitive.BOOLEAN));
        List<FieldId> ids = new ArrayList<>(table.fieldIds());
        for (int i = ids.size(); i < columns.size(); i++) {
            ids.add(new FieldId(columns.get(i).name(), FIRST_ID + i, List.of()));
        }
        this.spec =
                new WriteSpec(new Schema(columns), ids, Optional.empty(), List.of(), table.folder(), table.prefix());
    }

    WriteSpec spec() {
        return spec;
    }

    Relation relation(List<WrittenFile> files) {
        return new Relation(
                spec.schema(),
                spec.fieldIds().stream().map(FieldId::id).toList(),
                files.stream()
                        .map(file -> new Relation.DataFile(file.path().toString(), file.rows(), List.of()))
                        .toList(),
                Optional.empty());
    }
}
