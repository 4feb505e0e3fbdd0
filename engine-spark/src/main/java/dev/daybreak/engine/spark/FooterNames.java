package dev.daybreak.engine.spark;

import dev.daybreak.engine.WriteSpec.FieldId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Util;

/**
 * The names of fields in the footers of Parquet files. Iceberg's writer changes those that Avro would not take, such as {@code two words},
 * since its readers go by ids. Readers here find the fields of a struct by name, so the names are put back. Only the footer has names;
 * it is replaced at the end of the file.
 */
final class FooterNames {
    private static final Pattern KEPT = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    /** The footer's length and the magic bytes. */
    private static final int TAIL_BYTES = 8;

    private final Map<Integer, String> byId = new HashMap<>();

    FooterNames(List<FieldId> ids) {
        ids.forEach(this::add);
    }

    private void add(FieldId id) {
        byId.put(id.id(), id.name());
        id.children().forEach(this::add);
    }

    /** Whether a writer keeps all the names. */
    boolean areKept() {
        return byId.values().stream().allMatch(name -> KEPT.matcher(name).matches());
    }

    void putBack(Path file) throws IOException {
        try (RandomAccessFile parquet = new RandomAccessFile(file.toFile(), "rw")) {
            byte[] tail = new byte[TAIL_BYTES];
            parquet.seek(parquet.length() - TAIL_BYTES);
            parquet.readFully(tail);
            byte[] footer = new byte
                    [ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt()];
            long start = parquet.length() - TAIL_BYTES - footer.length;
            parquet.seek(start);
            parquet.readFully(footer);

            FileMetaData metadata = Util.readFileMetaData(new ByteArrayInputStream(footer));
            rename(metadata);
            ByteArrayOutputStream renamed = new ByteArrayOutputStream();
            Util.writeFileMetaData(metadata, renamed);

            parquet.seek(start);
            parquet.write(renamed.toByteArray());
            parquet.write(ByteBuffer.allocate(TAIL_BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(renamed.size())
                    .put("PAR1".getBytes(StandardCharsets.US_ASCII))
                    .array());
            parquet.setLength(parquet.getFilePointer());
        }
    }

    private void rename(FileMetaData metadata) {
        for (SchemaElement element : metadata.getSchema()) {
            if (element.isSetField_id() && byId.containsKey(element.getField_id())) {
                element.setName(byId.get(element.getField_id()));
            }
        }
        List<List<String>> leaves = leaves(metadata.getSchema());
        for (RowGroup group : metadata.getRow_groups()) {
            for (int i = 0; i < leaves.size(); i++) {
                group.getColumns().get(i).getMeta_data().setPath_in_schema(leaves.get(i));
            }
        }
    }

    /** The paths of the columns that hold values, in their order. The schema is a tree, written down parents first. */
    private static List<List<String>> leaves(List<SchemaElement> elements) {
        List<List<String>> leaves = new ArrayList<>();
        Deque<Group> open = new ArrayDeque<>();
        open.push(new Group(List.of(), elements.get(0).getNum_children()));
        for (SchemaElement element : elements.subList(1, elements.size())) {
            while (open.peek().left == 0) {
                open.pop();
            }
            open.peek().left--;
            List<String> path = new ArrayList<>(open.peek().path);
            path.add(element.getName());
            if (element.isSetNum_children()) {
                open.push(new Group(path, element.getNum_children()));
            } else {
                leaves.add(path);
            }
        }
        return leaves;
    }

    /** A group that still lacks children. */
    private static final class Group {
        private final List<String> path;
        private int left;

        Group(List<String> path, int left) {
            this.path = path;
            this.left = left;
        }
    }
}
