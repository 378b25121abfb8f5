package com.example.postcards.tests;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import com.example.contract.Postcards;
import com.example.lab.aws.rds.DBInstance;
import com.example.lab.cloud.LocalCloud;
import com.example.lab.junit.Evidence;
import com.example.lab.junit.Stage;
import com.example.lab.postgres.PostgresServer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A page that asks once for a list and once more for each entry of it: each query is
 * quick, and only the log shows how many there are. The page is the test's, for the
 * product has none.
 */
@Stage
class SlowQueryTests {

	private static final int POSTCARDS = 20;

	private static final String LIST = """
			select postcard.id from postcard join account on account.id = author_id where handle = ?""";

	private static final String EACH = "select count(*) from postcard_like where postcard_id = ?";

	private static final String ALL = """
			select postcard.id, (select count(*) from postcard_like where postcard_id = postcard.id)
			from postcard join account on account.id = author_id where handle = ?""";

	private final LocalCloud cloud;

	private final PostgresServer server;

	SlowQueryTests(LocalCloud cloud) {
		this.cloud = cloud;
		this.server = cloud.standIns(DBInstance.class).get(0).postgres();
	}

	@Test
	void theLogShowsHowManyQueriesARequestTakes() throws Exception {
		Postcards member = Postcards.member(this.cloud.url());
		String handle = member.me().handle();
		for (int i = 0; i < POSTCARDS; i++) {
			member.post("Hello");
		}
		List<List<Long>> pages = new ArrayList<>();
		long before = queries((connection) -> pages.add(oneByOne(connection, handle)));
		long after = queries((connection) -> pages.add(counts(connection, ALL, handle, 2)));

		Evidence.keep("slow-queries", Map.of("postcards", POSTCARDS, "before", before, "after", after));
		assertThat(pages.get(0)).hasSize(POSTCARDS).isEqualTo(pages.get(1));
		assertThat(before).isEqualTo(POSTCARDS + 1);
		assertThat(after).isOne();
	}

	private static List<Long> oneByOne(Connection connection, String handle) throws SQLException {
		List<Long> likes = new ArrayList<>();
		for (long id : counts(connection, LIST, handle, 1)) {
			likes.addAll(counts(connection, EACH, id, 1));
		}
		return likes;
	}

	private static List<Long> counts(Connection connection, String sql, Object parameter, int column)
			throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			statement.setObject(1, parameter);
			try (ResultSet rows = statement.executeQuery()) {
				List<Long> counts = new ArrayList<>();
				while (rows.next()) {
					counts.add(rows.getLong(column));
				}
				return counts;
			}
		}
	}

	/**
	 * How many queries a page takes, by the log of a session that lowers the threshold to
	 * nothing, as a person does who looks for them.
	 */
	private long queries(Page page) throws SQLException, IOException {
		String request = "request-" + UUID.randomUUID();
		try (Connection connection = this.server.connect("postcards")) {
			connection.createStatement().execute("set log_min_duration_statement = 0");
			connection.createStatement().execute("select '%s begins'".formatted(request));
			page.load(connection);
			connection.createStatement().execute("select '%s ends'".formatted(request));
		}
		List<String> log = Files.readAllLines(Objects.requireNonNull(this.server.process()).log());
		return log.stream()
			.dropWhile((line) -> !line.contains(request + " begins"))
			.skip(1)
			.takeWhile((line) -> !line.contains(request + " ends"))
			.filter((line) -> line.contains("execute ") && !line.contains(request))
			.count();
	}

	private interface Page {

		void load(Connection connection) throws SQLException;

	}

}
