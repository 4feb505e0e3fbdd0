package dev.daybreak.lake;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.jdbc.JdbcClientPool;

/** A pool whose connections change the catalog and then fail to say so, as a network or a dying server does. */
final class BrokenConnections extends JdbcClientPool {
    /** Makes Iceberg's pool connect anew and repeat the statement, which then finds nothing to change. */
    static final String CONNECTION_LOST = "08006";

    static final String OTHER = "HY000";

    private final String state;
    private final AtomicInteger breaks;

    BrokenConnections(Map<String, String> properties, String state, AtomicInteger breaks) {
        super(1, properties.get(CatalogProperties.URI), properties);
        this.state = state;
        this.breaks = breaks;
    }

    @Override
    protected Connection newClient() {
        Connection connection = super.newClient();
        return proxy(Connection.class, connection, (method, result, arguments) -> {
            boolean changesTable = method.equals("prepareStatement")
                    && String.valueOf(arguments[0]).startsWith("UPDATE iceberg_tables SET metadata_location");
            return changesTable ? breaking((PreparedStatement) result) : result;
        });
    }

    private PreparedStatement breaking(PreparedStatement statement) {
        return proxy(PreparedStatement.class, statement, (method, result, arguments) -> {
            if (method.equals("executeUpdate") && breaks.getAndDecrement() > 0) {
                throw new SQLException("the connection broke after the change", state);
            }
            return result;
        });
    }

    private interface After {
        Object then(String method, Object result, Object... arguments) throws SQLException;
    }

    private static <T> T proxy(Class<T> type, T target, After after) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), Set.of(type).toArray(Class[]::new), (self, method, arguments) -> {
                    try {
                        Object[] given = arguments == null ? new Object[0] : arguments;
                        return after.then(method.getName(), method.invoke(target, given), given);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
