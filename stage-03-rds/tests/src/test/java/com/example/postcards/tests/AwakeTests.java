package com.example.postcards.tests;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;

import com.example.contract.Postcards;
import com.example.lab.aws.rds.DBInstance;
import com.example.lab.cloud.LocalCloud;
import com.example.lab.event.Event;
import com.example.lab.junit.Evidence;
import com.example.lab.junit.Stage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** After any time without requests, the next one finds an open connection. */
@Stage
class AwakeTests {

	/**
	 * Longer than the database of the stage before takes to pause, in StageBeforeTests.
	 */
	private static final int IDLE_SECONDS = 8;

	@Test
	void theFirstRequestAfterAQuietSpellWaitsForNoDatabase(LocalCloud cloud) throws Exception {
		Postcards member = Postcards.member(cloud.url());
		try (Connection connection = cloud.standIns(DBInstance.class).get(0).postgres().connect("postcards");
				Statement statement = connection.createStatement()) {
			Awaitility.await()
				.atMost(Duration.ofSeconds(60))
				.until(() -> text(statement,
						"extract(epoch from clock_timestamp() - max(state_change)) > " + IDLE_SECONDS)
					.equals("t"));
			String before = text(statement, "string_agg(pid::text, ' ' order by pid)");
			int status = member.send("GET", "/api/timeline").status();
			String after = text(statement, "string_agg(pid::text, ' ' order by pid)");

			Evidence.keep("awake", Map.of("connections", before.split(" ").length, "status", status));
			assertThat(status).isEqualTo(200);
			assertThat(after).isEqualTo(before);
			assertThat(cloud.events().since(0)).extracting(Event::kind)
				.doesNotContain(Event.Kind.PAUSED, Event.Kind.RESUMED);
		}
	}

	private static String text(Statement statement, String expression) throws SQLException {
		try (ResultSet result = statement
			.executeQuery("select %s from pg_stat_activity where usename = 'postcards_app'".formatted(expression))) {
			result.next();
			return result.getString(1);
		}
	}

}
