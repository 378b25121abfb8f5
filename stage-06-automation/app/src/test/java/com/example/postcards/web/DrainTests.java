package com.example.postcards.web;

import java.net.Socket;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import com.example.kit.Visitor;
import com.example.postcards.PostcardsApplication;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

import static org.assertj.core.api.Assertions.assertThat;

/** What an application does between SIGTERM and its end. */
class DrainTests {

	private static final Duration LIMIT = Duration.ofSeconds(30);

	@Test
	void becomesUnreadyThenServesOnThenFinishesRequestsInFlight() throws Exception {
		try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
				Connection other = postgres.getPostgresDatabase().getConnection();
				Statement sql = other.createStatement()) {
			ConfigurableApplicationContext application = start(postgres);
			int port = application.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
			Visitor visitor = new Visitor(port);
			visitor.signUp();
			other.setAutoCommit(false);
			sql.execute("lock table postcard in access exclusive mode");
			CompletableFuture<ResponseEntity<String>> underWay = CompletableFuture
				.supplyAsync(() -> visitor.get("/api/accounts/%s/postcards".formatted(visitor.handle())));
			Awaitility.await().atMost(LIMIT).until(() -> waitsForALock(sql));

			CompletableFuture<Void> closed = CompletableFuture.runAsync(application::close);
			Visitor late = new Visitor(port);
			Awaitility.await().atMost(LIMIT).until(() -> notReady(late));
			assertThat(late.get("/api/where").getStatusCode()).isEqualTo(HttpStatus.OK);
			assertThat(late.get("/livez").getStatusCode()).isEqualTo(HttpStatus.OK);

			Awaitility.await().atMost(LIMIT).until(() -> refusesConnections(port));
			assertThat(underWay).isNotDone();
			assertThat(closed).isNotDone();
			other.rollback();
			assertThat(underWay).succeedsWithin(LIMIT)
				.satisfies((response) -> assertThat(response.getStatusCode()).isEqualTo(HttpStatus.OK));
			assertThat(closed).succeedsWithin(LIMIT);
		}
	}

	private static ConfigurableApplicationContext start(EmbeddedPostgres postgres) {
		return SpringApplication.run(PostcardsApplication.class, "--server.port=0", "--server.address=127.0.0.1",
				"--postcards.drain=PT2S", "--spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"),
				"--spring.datasource.hikari.data-source-properties.socketTimeout=60");
	}

	private static boolean waitsForALock(Statement sql) throws Exception {
		try (var rows = sql.executeQuery("select from pg_stat_activity where wait_event_type = 'Lock'")) {
			return rows.next();
		}
	}

	private static boolean notReady(Visitor visitor) {
		return visitor.get("/readyz").getStatusCode().equals(HttpStatus.SERVICE_UNAVAILABLE);
	}

	private static boolean refusesConnections(int port) {
		try (Socket socket = new Socket("127.0.0.1", port)) {
			return false;
		}
		catch (Exception ex) {
			return true;
		}
	}

}
