package dev.daybreak.lake;

import dev.daybreak.engine.WriteSpec;
import dev.daybreak.engine.WrittenFile;
import dev.daybreak.project.asset.FileLayout;
import dev.daybreak.project.asset.RowOrder;
import dev.daybreak.project.asset.RowOrder.Sorted;
import dev.daybreak.project.asset.RowOrder.ZOrdered;
import dev.daybreak.project.schema.Schema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.NullOrder;
import org.apache.iceberg.ReplaceSortOrder;
import org.apache.iceberg.SortDirection;
import org.apache.iceberg.SortField;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.UpdateProperties;

/**
 * How rows lie in a table's files, as the table's metadata says, so that other programs write them so too: an order by columns is Iceberg's sort
 * order, whose id files carry. Iceberg's specification has no z-order; it is a property that names columns by their ids, and files
 * that are in it say so in their names.
 *
 * @param layout with columns named as the table names them
 */
record Arrangement(FileLayout layout, SortOrder sortOrder, Optional<String> zOrder) {
    /** Field ids with {@value #BETWEEN} between them. */
    static final String Z_ORDER = "daybreak.zorder";

    private static final String BETWEEN = "-";
    private static final String BLOOM = TableProperties.PARQUET_BLOOM_FILTER_COLUMN_ENABLED_PREFIX;
    private static final String METRICS = TableProperties.METRICS_MODE_COLUMN_CONF_PREFIX;

    static Arrangement of(Table table) {
        org.apache.iceberg.Schema schema = table.schema();
        Optional<String> zOrder = Optional.ofNullable(table.properties().get(Z_ORDER));
        Optional<RowOrder> order = zOrder.isPresent() ? curve(zOrder.get(), schema) : sorted(table.sortOrder(), schema);
        List<String> bloom = table.properties().entrySet().stream()
                .filter(property -> property.getKey().startsWith(BLOOM) && Boolean.parseBoolean(property.getValue()))
                .map(property -> property.getKey().substring(BLOOM.length()))
                .filter(column -> schema.findField(column) != null)
                .sorted()
                .toList();
        return new Arrangement(new FileLayout(order, bloom), table.sortOrder(), zOrder);
    }

    private static Optional<RowOrder> curve(String ids, org.apache.iceberg.Schema schema) {
        List<String> columns = Stream.of(ids.split(BETWEEN))
                .map(Integer::valueOf)
                .filter(id -> schema.findField(id) != null)
                .map(schema::findColumnName)
                .toList();
        return columns.size() < ids.split(BETWEEN).length ? Optional.empty() : Optional.of(new ZOrdered(columns));
    }

    /** One that another program set and that is not ours is not kept: its files are in an order that we do not write. */
    private static Optional<RowOrder> sorted(SortOrder order, org.apache.iceberg.Schema schema) {
        List<String> columns = new ArrayList<>();
        for (SortField field : order.fields()) {
            boolean isOurs = field.transform().isIdentity()
                    && field.direction() == SortDirection.ASC
                    && field.nullOrder() == NullOrder.NULLS_FIRST
                    && schema.findField(field.sourceId()) != null;
            if (!isOurs) {
                return Optional.empty();
            }
            columns.add(schema.findColumnName(field.sourceId()));
        }
        return columns.isEmpty() ? Optional.empty() : Optional.of(new Sorted(columns));
    }

    /** What a layout asks for, with columns named as the table names them. */
    static FileLayout named(FileLayout layout, org.apache.iceberg.Schema schema) {
        UnaryOperator<String> name =
                column -> schema.caseInsensitiveFindField(column).name();
        Optional<RowOrder> order = layout.order().map(known -> {
            List<String> columns = known.columns().stream().map(name).toList();
            return known instanceof Sorted ? new Sorted(columns) : new ZOrdered(columns);
        });
        return new FileLayout(order, layout.bloom().stream().map(name).sorted().toList());
    }

    /** For a table that is made. */
    static SortOrder sortOrder(FileLayout layout, org.apache.iceberg.Schema schema) {
        SortOrder.Builder builder = SortOrder.builderFor(schema);
        sortColumns(layout).forEach(column -> builder.asc(column, NullOrder.NULLS_FIRST));
        return builder.build();
    }

    private static List<String> sortColumns(FileLayout layout) {
        return layout.order()
                .filter(Sorted.class::isInstance)
                .map(RowOrder::columns)
                .orElse(List.of());
    }

    /**
     * What a table's properties say of its layout.
     *
     * @param kept columns of which the table says already how much of their values its metadata holds
     */
    static Map<String, String> properties(FileLayout layout, org.apache.iceberg.Schema schema, List<String> kept) {
        Map<String, String> properties =
                layout.bloom().stream().collect(Collectors.toMap(BLOOM::concat, name -> "true"));
        layout.order().filter(ZOrdered.class::isInstance).ifPresent(order -> {
            properties.put(Z_ORDER, ids(order.columns(), schema));
            // Of a table with very many columns the metadata holds the bounds of the first ones only; those of a sort
            // order Iceberg adds by itself.
            order.columns().stream()
                    .filter(column -> !kept.contains(column))
                    .forEach(column -> properties.put(METRICS + column, "truncate(16)"));
        });
        return properties;
    }

    private static String ids(List<String> columns, org.apache.iceberg.Schema schema) {
        return columns.stream()
                .map(column -> Integer.toString(schema.findField(column).fieldId()))
                .collect(Collectors.joining(BETWEEN));
    }

    /** Makes it what a layout asks for. Files that are there stay as they are. */
    static void change(Transaction transaction, FileLayout wanted) {
        Table table = transaction.table();
        SortOrder sortOrder = sortOrder(wanted, table.schema());
        if (!table.sortOrder().sameOrder(sortOrder)) {
            ReplaceSortOrder replace = transaction.replaceSortOrder();
            sortColumns(wanted).forEach(column -> replace.asc(column, NullOrder.NULLS_FIRST));
            replace.commit();
        }
        List<String> kept = table.properties().keySet().stream()
                .filter(name -> name.startsWith(METRICS))
                .map(name -> name.substring(METRICS.length()))
                .toList();
        Map<String, String> properties = properties(wanted, table.schema(), kept);
        UpdateProperties update = transaction.updateProperties();
        for (String name : new HashSet<>(table.properties().keySet())) {
            boolean isOfLayout = name.startsWith(BLOOM) || name.equals(Z_ORDER);
            if (isOfLayout && !properties.containsKey(name)) {
                update.remove(name);
            }
        }
        properties.forEach(update::set);
        update.commit();
    }

    /** How a run writes some columns of the table. Rows are put along a curve by maintenance, which sees all of a partition's. */
    FileLayout ofRuns(Schema columns) {
        boolean isThere = layout.order().isPresent()
                && layout.order().get() instanceof Sorted sorted
                && sorted.columns().stream()
                        .allMatch(column -> columns.find(column).isPresent());
        return new FileLayout(
                isThere ? layout.order() : Optional.empty(),
                layout.bloom().stream()
                        .filter(column -> columns.find(column).isPresent())
                        .toList());
    }

    /** Whether rows are to be put in order that lie in a file as they came. */
    boolean isMissing(DataFile file) {
        if (layout.order().isEmpty()) {
            return false;
        }
        return zOrder.isPresent()
                ? !MaintenanceFiles.isAlong(file.location(), zOrder.get())
                : file.sortOrderId() == null || file.sortOrderId() != sortOrder.orderId();
    }

    /** The order that a file's entry in the metadata names. */
    SortOrder sortOrder(WrittenFile file) {
        boolean isSorted =
                file.order().isPresent() && zOrder.isEmpty() && file.order().equals(layout.order());
        return isSorted ? sortOrder : SortOrder.unsorted();
    }

    /** How maintenance writes all columns of the table. */
    WriteSpec ofMaintenance(WriteSpec spec) {
        return zOrder.map(ids -> spec.withPrefix(MaintenanceFiles.along(spec.prefix(), ids)))
                .orElse(spec)
                .in(layout);
    }
}
