package com.example.postcards.move;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A table that is moved.
 *
 * @param name as SQL writes it
 * @param columns its columns in the order of their names, as SQL writes them
 * @param types their types
 * @param key whether changes and deletions can be replicated: they name rows by their
 * primary key
 * @param ours whether this program's user may act as its owner
 */
record Table(String name, String columns, String types, boolean key, boolean ours) {

	private static final String ALL = """
			select quote_ident(relname),
				string_agg(quote_ident(attname), ', ' order by attname),
				string_agg(format_type(atttypid, atttypmod), ', ' order by attname),
				relreplident = 'd' and exists (select from pg_index where indrelid = t.oid and indisprimary),
				pg_has_role(relowner, 'usage')
			from pg_class t join pg_attribute on attrelid = t.oid and attnum > 0 and not attisdropped
			where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
				and relname <> 'flyway_schema_history'
			group by t.oid, relname, relreplident, relowner order by relname""";

	/**
	 * All tables but the one that Flyway keeps itself.
	 */
	static List<Table> all(Connection connection) throws SQLException {
		List<Table> tables = new ArrayList<>();
		try (Statement statement = connection.createStatement(); ResultSet result = statement.executeQuery(ALL)) {
			while (result.next()) {
				tables.add(new Table(result.getString(1), result.getString(2), result.getString(3),
						result.getBoolean(4), result.getBoolean(5)));
			}
		}
		return tables;
	}

	static String names(List<Table> tables) {
		return tables.stream().map(Table::name).collect(Collectors.joining(", "));
	}

	boolean isLike(Table other) {
		return this.name.equals(other.name) && this.columns.equals(other.columns) && this.types.equals(other.types);
	}

	Content content(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet result = statement.executeQuery("""
				select count(*), coalesce(sum(('x' || left(md5(row(%s)::text), 16))::bit(64)::bigint), 0)
				from %s""".formatted(this.columns, this.name))) {
			result.next();
			return new Content(result.getLong(1), result.getString(2));
		}
	}

}
