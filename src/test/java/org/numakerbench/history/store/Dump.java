package org.numakerbench.history.store;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** All rows of a history, keys included, in an order that does not depend on when they came. */
public final class Dump {
    private Dump() {}

    public static List<String> of(HistoryAddress address) throws SQLException, IOException {
        List<String> all = new ArrayList<>();
        try (Connection connection = Connections.to(address).getConnection();
                Statement statement = connection.createStatement()) {
            for (String table : List.of("series", "image", "run", "acceptance")) {
                try (ResultSet rows = statement.executeQuery("select * from " + table + " order by 1")) {
                    int columns = rows.getMetaData().getColumnCount();
                    while (rows.next()) {
                        StringBuilder row = new StringBuilder(table);
                        for (int i = 1; i <= columns; i++) {
                            row.append('|').append(rows.getString(i));
                        }
                        all.add(row.toString());
                    }
                }
            }
        }
        return all;
    }
}
