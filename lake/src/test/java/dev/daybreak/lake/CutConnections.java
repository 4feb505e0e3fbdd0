package dev.daybreak.lake;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.jdbc.JdbcClientPool;

/** A pool of which one connection is cut at a certain statement: on the way there, or on the way back. */
final class CutConnections extends JdbcClientPool {
    private static final Set<String> SENDS =
            Set.of("execute", "executeQuery", "executeUpdate", "executeBatch", "commit", "rollback");

    private final Cut cut;

    /** When the connection is cut. */
    enum When {
        /** The database never hears of it. */
        BEFORE,
        /** It is done there, and nobody is told. */
        AFTER
    }

    /** Counts statements from when it is told to, and cuts at one of them. */
    static final class Cut {
        private final When when;
        private int left;
        private boolean isOn;

        Cut(When when, int statement) {
            this.when = when;
            this.left = statement;
        }

        synchronized void on() {
            isOn = true;
        }

        synchronized boolean isNext() {
            return isOn && --left == 0;
        }

        /** Whether there were so many statements. */
        synchronized boolean happened() {
            return left <= 0;
        }
    }

    CutConnections(Map<String, String> properties, Cut cut) {
        super(1, properties.get(CatalogProperties.URI), properties);
        this.cut = cut;
    }

    @Override
    protected Connection newClient() {
        Connection connection = super.newClient();
        return proxy(Connection.class, connection, connection);
    }

    private <T> T proxy(Class<T> type, Object target, Connection connection) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (!SENDS.contains(method.getName()) || !cut.isNext()) {
                        return wrapped(method, call(target, method, arguments), connection);
                    }
                    if (cut.when == When.AFTER) {
                        call(target, method, arguments);
                    }
                    connection.close();
                    throw new SQLException("the connection was cut", "08006");
                }));
    }

    private Object wrapped(Method method, Object result, Connection connection) {
        return result instanceof Statement
                ? proxy(method.getReturnType().asSubclass(Statement.class), result, connection)
                : result;
    }

    private static Object call(Object target, Method method, Object... arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
