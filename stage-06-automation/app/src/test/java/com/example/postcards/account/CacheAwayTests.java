package com.example.postcards.account;

import com.example.kit.EmbeddedValkey;
import com.example.kit.Visitor;
import com.example.postcards.PostcardsApplication;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(120)
class CacheAwayTests {

	@Test
	void publicReadsGoOnAndWhatNeedsASessionIsRefusedUntilLater() throws Exception {
		try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
				EmbeddedValkey valkey = EmbeddedValkey.start();
				ConfigurableApplicationContext application = start(postgres, valkey)) {
			int port = application.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
			Visitor visitor = Visitor.signedIn(port);
			visitor.post("Hello", null);
			String profile = "/api/accounts/" + visitor.handle();
			assertThat(visitor.get(profile).getStatusCode()).isEqualTo(HttpStatus.OK);

			valkey.kill();

			for (String read : new String[] { "/", profile, profile + "/postcards", "/api/where" }) {
				assertThat(visitor.get(read).getStatusCode()).as(read).isEqualTo(HttpStatus.OK);
				assertThat(new Visitor(port).get(read).getStatusCode()).as(read).isEqualTo(HttpStatus.OK);
			}
			assertThat(visitor.get("/api/where").getBody()).contains("\"cache\":\"unavailable\"");
			assertThat(visitor.get("/readyz").getStatusCode()).isEqualTo(HttpStatus.OK);
			assertComeBackLater(visitor.get("/api/me"));
			assertComeBackLater(visitor.get("/api/timeline"));
			assertComeBackLater(visitor.post("Hello", null));
			assertComeBackLater(visitor.signIn(Visitor.PASSWORD));
			assertComeBackLater(visitor.send(HttpMethod.DELETE, "/api/session", null));
			assertThat(new Visitor(port).get("/api/me").getStatusCode()).isEqualTo(HttpStatus.UNAUTHORIZED);

			valkey.startAgain();

			// The data are gone with the only server.
			Awaitility.await().until(() -> visitor.get("/api/me").getStatusCode() == HttpStatus.UNAUTHORIZED);
			Awaitility.await().until(() -> visitor.signIn(Visitor.PASSWORD).getStatusCode() == HttpStatus.OK);
			assertThat(visitor.get("/api/me").getStatusCode()).isEqualTo(HttpStatus.OK);
		}
	}

	@Test
	void aCacheThatTakesNoWritesFailsNoPublicRead() throws Exception {
		try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
				EmbeddedValkey valkey = EmbeddedValkey.start();
				ConfigurableApplicationContext application = start(postgres, valkey)) {
			Visitor visitor = Visitor
				.signedIn(application.getEnvironment().getRequiredProperty("local.server.port", Integer.class));

			valkey.send("CLIENT PAUSE 600000 WRITE");

			assertThat(visitor.get("/api/accounts/" + visitor.handle()).getStatusCode()).isEqualTo(HttpStatus.OK);
			// Its connection waits for the write.
			assertComeBackLater(visitor.get("/api/me"));

			valkey.send("CLIENT UNPAUSE");

			Awaitility.await().until(() -> visitor.get("/api/me").getStatusCode() == HttpStatus.OK);
		}
	}

	@Test
	void aSignOutThatIsRefusedCanBeTriedAgain() throws Exception {
		try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
				EmbeddedValkey valkey = EmbeddedValkey.start();
				ConfigurableApplicationContext application = start(postgres, valkey)) {
			Visitor visitor = Visitor
				.signedIn(application.getEnvironment().getRequiredProperty("local.server.port", Integer.class));

			// It refuses writes, and answers reads.
			valkey.send("CONFIG SET min-replicas-to-write 1");

			assertComeBackLater(visitor.send(HttpMethod.DELETE, "/api/session", null));
			assertThat(visitor.get("/api/me").getStatusCode()).isEqualTo(HttpStatus.OK);

			valkey.send("CONFIG SET min-replicas-to-write 0");

			assertThat(visitor.send(HttpMethod.DELETE, "/api/session", null).getStatusCode())
				.isEqualTo(HttpStatus.NO_CONTENT);
			assertThat(visitor.get("/api/me").getStatusCode()).isEqualTo(HttpStatus.UNAUTHORIZED);
			assertThat(valkey.send("KEYS spring:session:*")).startsWith("*0");
		}
	}

	private static void assertComeBackLater(ResponseEntity<String> response) {
		assertThat(response.getStatusCode()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
		assertThat(response.getHeaders().getFirst(HttpHeaders.RETRY_AFTER)).isEqualTo("5");
		assertThat(response.getHeaders().getContentType()).hasToString("application/problem+json");
	}

	private static ConfigurableApplicationContext start(EmbeddedPostgres postgres, EmbeddedValkey valkey) {
		return SpringApplication.run(PostcardsApplication.class, "--server.port=0", "--server.address=127.0.0.1",
				"--spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"),
				"--spring.data.redis.cluster.nodes=" + valkey.nodes());
	}

}
