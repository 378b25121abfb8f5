package com.example.postcards;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.awaitility.Awaitility;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * The last line of the log says what keeps the application from starting, and what to do.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartFailureTests {

	private static final String NOBODY = "--spring.datasource.url=jdbc:postgresql://127.0.0.1:1/none";

	private static final Duration LIMIT = Duration.ofSeconds(60);

	private static final String WAITING = "pg_stat_activity where wait_event_type = 'Lock'";

	@Test
	void aDatabaseThatDoesNotAnswer(CapturedOutput output) {
		assertThatException().isThrownBy(() -> start(NOBODY));
		assertThat(lastLine(output)).contains("Connection to 127.0.0.1:1 refused", "See that the database runs");
	}

	@Test
	void aSettingThatIsMissing(CapturedOutput output) {
		assertThatException().isThrownBy(() -> start(NOBODY, "--POSTCARDS_PARAMETERS=/Nothing/"));
		assertThat(lastLine(output)).contains("'postcards.database.secret'", "Set it where the other settings are");
	}

	@Test
	void aSecretThatMayNotBeRead(CapturedOutput output) {
		assertThatException().isThrownBy(() -> start(NOBODY, "--postcards.database.secret=secret-of-others"));
		assertThat(lastLine(output)).contains("is not authorized to perform: secretsmanager:GetSecretValue",
				"the role of the server may read it");
	}

	@Test
	void aMigrationThatWasKilledIsUndoneAndTriedAgain(CapturedOutput output) throws Exception {
		try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
				Connection admin = postgres.getPostgresDatabase().getConnection();
				Statement sql = admin.createStatement();
				Connection other = postgres.getPostgresDatabase().getConnection();
				Statement lock = other.createStatement()) {
			Flyway.configure().dataSource(postgres.getPostgresDatabase()).target("2").load().migrate();
			sql.execute("insert into account (handle, email, password) values ('ada', 'ada@example.com', 'hash')");
			// Holds the last migration up.
			other.setAutoCommit(false);
			lock.execute("lock table account in share mode");
			String url = "--spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres");
			CompletableFuture<Void> killed = CompletableFuture.runAsync(() -> start(url));
			Awaitility.await().atMost(LIMIT).until(() -> count(sql, WAITING) == 1);
			sql.execute(
					"select pg_terminate_backend(pid) from (select pid from %s offset 0) waiting".formatted(WAITING));
			assertThat(killed).failsWithin(LIMIT);
			assertThat(lastLine(output)).contains("V3__passwords_leave.sql",
					"is undone; the next start tries it again");
			assertThat(count(sql, "information_schema.columns where column_name = 'user_id'")).isZero();
			other.commit();

			start(url).close();

			assertThat(count(sql, "account where handle = 'ada' and user_id is null")).isOne();
		}
	}

	private static long count(Statement sql, String rows) throws SQLException {
		try (ResultSet count = sql.executeQuery("select count(*) from " + rows)) {
			count.next();
			return count.getLong(1);
		}
	}

	private static ConfigurableApplicationContext start(String... arguments) {
		return SpringApplication.run(PostcardsApplication.class,
				Stream.concat(Stream.of("--server.port=0", "--server.address=127.0.0.1"), Stream.of(arguments))
					.toArray(String[]::new));
	}

	private static String lastLine(CapturedOutput output) {
		String[] lines = output.getOut().strip().split("\n");
		return lines[lines.length - 1];
	}

}
