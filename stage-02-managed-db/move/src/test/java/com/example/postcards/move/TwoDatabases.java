package com.example.postcards.move;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.flywaydb.core.Flyway;

/**
 * A source and a target with the schemas of the application, each owned by a user who may
 * do nothing else, and a folder with photos.
 */
final class TwoDatabases {

	private static final EmbeddedPostgres POSTGRES = start();

	private static final AtomicInteger COUNT = new AtomicInteger();

	private final Random random = new Random(1);

	private final String source = "source" + COUNT.incrementAndGet();

	private final String target = "target" + COUNT.get();

	private final Path photos;

	TwoDatabases(Path photos) throws SQLException {
		this.photos = photos;
		create(this.source, "1");
		create(this.target, "latest");
	}

	private static EmbeddedPostgres start() {
		try {
			EmbeddedPostgres started = EmbeddedPostgres.start();
			try (Connection connection = started.getPostgresDatabase().getConnection()) {
				Database.execute(connection, "create role postcards login");
			}
			return started;
		}
		catch (IOException | SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void create(String name, String version) throws SQLException {
		try (Connection connection = POSTGRES.getPostgresDatabase().getConnection()) {
			Database.execute(connection, "create database %s owner postcards".formatted(name));
		}
		Flyway.configure()
			.dataSource(url(name), "postcards", "")
			.locations("filesystem:../app/src/main/resources/db/migration")
			.target(version)
			.load()
			.migrate();
	}

	private static String url(String name) {
		return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(POSTGRES.getPort(), name);
	}

	/** The settings of a move. */
	Map<String, String> environment() {
		return new HashMap<>(Map.of("FROM_SPRING_DATASOURCE_URL", url(this.source), "FROM_SPRING_DATASOURCE_USERNAME",
				"postcards", "FROM_SPRING_DATASOURCE_PASSWORD", "secret", "FROM_POSTCARDS_PHOTOS_DIRECTORY",
				this.photos.toString(), "TO_SPRING_DATASOURCE_URL", url(this.target), "TO_SPRING_DATASOURCE_USERNAME",
				"postcards", "TO_SPRING_DATASOURCE_PASSWORD", "secret"));
	}

	Run move() {
		return move(environment(), false);
	}

	Run move(Map<String, String> environment, boolean finish) {
		ByteArrayOutputStream output = new ByteArrayOutputStream();
		int code = Move.run(environment, finish, new PrintStream(output, true, StandardCharsets.UTF_8));
		return new Run(code, output.toString(StandardCharsets.UTF_8));
	}

	/**
	 * Accounts who each follow the next, post two postcards, one of them with a photo,
	 * and like the first.
	 */
	void fill(int accounts) throws SQLException, IOException {
		source("""
				insert into account (handle, email, password)
					select 'person' || n, 'Person' || n || '@example.com', '{bcrypt}' || md5(n::text)
					from generate_series(1, %1$d) n;
				insert into follow select id, id %% %1$d + 1 from account where %1$d > 1;
				insert into postcard (author_id, message, photo)
					select id, 'Hello \\ ' || chr(9) || chr(10) || ' from ' || handle || ' 안녕', with_photo
					from account, (values (true), (false)) kind(with_photo);
				insert into postcard_like select 1, id from account;
				update postcard set likes = %1$d where id = 1;
				insert into notification (account_id, from_id, postcard_id) select 1, id, 1 from account;
				insert into notification (account_id, from_id) select followed_id, follower_id from follow"""
			.formatted(accounts));
		try (Connection connection = connect(this.source);
				Statement statement = connection.createStatement();
				ResultSet result = statement.executeQuery("select id from postcard where photo")) {
			while (result.next()) {
				writePhoto(result.getLong(1));
			}
		}
	}

	void writePhoto(long postcard) throws IOException {
		byte[] bytes = new byte[20_000];
		this.random.nextBytes(bytes);
		Files.write(photo(postcard), bytes);
	}

	Path photo(long postcard) {
		return this.photos.resolve(postcard + ".jpg");
	}

	void source(String sql) throws SQLException {
		execute(this.source, sql);
	}

	void target(String sql) throws SQLException {
		execute(this.target, sql);
	}

	String inSource(String query) throws SQLException {
		return single(this.source, query);
	}

	String inTarget(String query) throws SQLException {
		return single(this.target, query);
	}

	Connection connectToSource() throws SQLException {
		return connect(this.source);
	}

	Connection connectToTarget() throws SQLException {
		return connect(this.target);
	}

	private static void execute(String database, String sql) throws SQLException {
		try (Connection connection = connect(database)) {
			Database.execute(connection, sql);
		}
	}

	private static String single(String database, String query) throws SQLException {
		try (Connection connection = connect(database)) {
			return String.valueOf(Database.single(connection, query));
		}
	}

	private static Connection connect(String database) throws SQLException {
		return DriverManager.getConnection(url(database), "postcards", "");
	}

	/**
	 * A move that has ended.
	 *
	 * @param exitCode 0 or 1
	 * @param output what it printed
	 */
	record Run(int exitCode, String output) {
	}

}
