package com.example.postcards.database;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.example.kit.Visitor;
import com.example.postcards.PostcardsApplication;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.HttpStatus;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A database that takes its time when a client connects. Less than AWS says, but longer
 * than a pool waits whose database is always there.
 */
class ResumingDatabaseTests {

	private static final int RESUME_SECONDS = 6;

	private final ExecutorService relays = Executors.newCachedThreadPool();

	private final AtomicInteger connections = new AtomicInteger();

	private volatile boolean paused;

	private EmbeddedPostgres postgres;

	private ServerSocket gate;

	@BeforeEach
	void start() throws IOException {
		this.postgres = EmbeddedPostgres.start();
		this.gate = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		this.relays.submit(this::accept);
	}

	@AfterEach
	void stop() throws IOException {
		this.relays.shutdownNow();
		this.gate.close();
		this.postgres.close();
	}

	@Test
	void requestsWaitForItAndHealthChecksLetItSleep() {
		try (ConfigurableApplicationContext application = SpringApplication.run(PostcardsApplication.class,
				"--server.port=0", "--server.address=127.0.0.1",
				"--spring.datasource.url=jdbc:postgresql://127.0.0.1:%d/postgres"
					.formatted(this.gate.getLocalPort()))) {
			HikariDataSource pool = application.getBean(HikariDataSource.class);
			Visitor visitor = Visitor
				.signedIn(application.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
			pool.getHikariPoolMXBean().softEvictConnections();
			Awaitility.await().until(() -> pool.getHikariPoolMXBean().getTotalConnections() == 0);
			int before = this.connections.get();
			this.paused = true;

			Visitor monitor = new Visitor(
					application.getEnvironment().getRequiredProperty("local.management.port", Integer.class));
			assertThat(monitor.get("/actuator/health").getStatusCode()).isEqualTo(HttpStatus.OK);
			assertThat(visitor.get("/readyz").getStatusCode()).isEqualTo(HttpStatus.OK);
			assertThat(this.connections).hasValue(before);

			assertThat(visitor.get("/api/timeline").getStatusCode()).isEqualTo(HttpStatus.OK);
			assertThat(this.connections).hasValueGreaterThan(before);
		}
	}

	private Void accept() throws IOException {
		while (true) {
			Socket client = this.gate.accept();
			this.connections.incrementAndGet();
			CompletableFuture.delayedExecutor(this.paused ? RESUME_SECONDS : 0, TimeUnit.SECONDS, this.relays)
				.execute(() -> relay(client));
		}
	}

	private void relay(Socket client) {
		try {
			Socket server = new Socket(InetAddress.getLoopbackAddress(), this.postgres.getPort());
			this.relays.submit(() -> server.getInputStream().transferTo(client.getOutputStream()));
			try (client; server) {
				client.getInputStream().transferTo(server.getOutputStream());
			}
		}
		catch (IOException ex) {
			// One side has hung up.
		}
	}

}
