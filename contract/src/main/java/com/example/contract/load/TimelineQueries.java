package com.example.contract.load;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

import com.example.lab.postgres.PostgresServer;

/**
 * The application's own SQL for a timeline, without the application: what the database
 * can do.
 */
final class TimelineQueries implements AutoCloseable {

	private static final String RESOURCE = "BOOT-INF/classes/sql/timeline.sql";

	private static final Pattern PARAMETER = Pattern.compile("(?<!:):(me|before|limit)\\b");

	private static final int FETCHED = 21;

	private final List<Connection> connections = new ArrayList<>();

	private final List<Callable<Integer>> steps = new ArrayList<>();

	/**
	 * Opens a connection for each reader.
	 * @param release the application's jar
	 * @param readers handles of those whose timelines are read
	 */
	TimelineQueries(PostgresServer server, Path release, List<String> readers) throws SQLException, IOException {
		String sql = read(release).replaceAll("(?m)^\\s*--.*$", "");
		List<String> names = PARAMETER.matcher(sql).results().map((match) -> match.group(1)).toList();
		for (String reader : readers) {
			Connection connection = server.connect(Seed.DATABASE);
			this.connections.add(connection);
			Map<String, Long> values = Map.of("me", id(connection, reader), "before", Long.MAX_VALUE, "limit",
					(long) FETCHED);
			PreparedStatement query = connection.prepareStatement(PARAMETER.matcher(sql).replaceAll("?"));
			this.steps.add(() -> read(query, names, values));
		}
	}

	/**
	 * A query for each reader, which returns how many columns it got.
	 */
	List<Callable<Integer>> steps() {
		return this.steps;
	}

	@Override
	public void close() throws SQLException {
		for (Connection connection : this.connections) {
			connection.close();
		}
	}

	private static int read(PreparedStatement query, List<String> names, Map<String, Long> values) throws SQLException {
		for (int i = 0; i < names.size(); i++) {
			query.setLong(i + 1, Objects.requireNonNull(values.get(names.get(i))));
		}
		int read = 0;
		try (ResultSet rows = query.executeQuery()) {
			int columns = rows.getMetaData().getColumnCount();
			while (rows.next()) {
				for (int column = 1; column <= columns; column++) {
					read += (rows.getObject(column) != null) ? 1 : 0;
				}
			}
		}
		return read;
	}

	private static long id(Connection connection, String handle) throws SQLException {
		try (PreparedStatement query = connection.prepareStatement("select id from account where handle = ?")) {
			query.setString(1, handle);
			try (ResultSet rows = query.executeQuery()) {
				rows.next();
				return rows.getLong(1);
			}
		}
	}

	private static String read(Path release) throws IOException {
		try (JarFile jar = new JarFile(release.toFile());
				InputStream in = jar.getInputStream(Objects.requireNonNull(jar.getEntry(RESOURCE), RESOURCE))) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

}
