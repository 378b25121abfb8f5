package com.example.lab.postgres;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;

import com.example.lab.network.Ports;
import com.example.lab.process.Processes;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class BackupsTests {

	/**
	 * A copy that is running when its server is killed continues, while the database is
	 * restored already.
	 */
	@Test
	@DisabledOnOs(OS.WINDOWS)
	void theArchiveHasAFileOnceItIsWhole(@TempDir Path temporary) throws Exception {
		Path archive = temporary.resolve("backups/archive");
		Path pipe = temporary.resolve("pipe");
		assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
		String command = archiveCommand(temporary).replace("%p", pipe.toString()).replace("%f", "segment");

		Process copy = new ProcessBuilder("sh", "-c", command).start();
		try (OutputStream log = Files.newOutputStream(pipe)) {
			log.write("half".getBytes());
			log.flush();
			Awaitility.await().until(() -> copies(archive) == 1);
			assertThat(archive.resolve("segment")).doesNotExist();
			log.write(" of it".getBytes());
		}

		assertThat(copy.waitFor()).isZero();
		assertThat(archive.resolve("segment")).hasContent("half of it");
		assertThat(copies(archive)).isOne();
	}

	private static String archiveCommand(Path temporary) throws SQLException {
		try (Processes processes = new Processes(temporary.resolve("logs"))) {
			PostgresServer server = new PostgresServer(PostgresBinaries.unpackedIn(Path.of("target/cache")), processes,
					"database", temporary.resolve("data"), Ports.free());
			server.initialize();
			new Backups(() -> server, temporary.resolve("backups")).configure(server);
			server.start();
			try (Connection connection = server.connect("postgres");
					Statement statement = connection.createStatement();
					ResultSet result = statement.executeQuery("SHOW archive_command")) {
				result.next();
				return result.getString(1);
			}
		}
	}

	private static long copies(Path folder) throws IOException {
		try (Stream<Path> files = Files.list(folder)) {
			return files.filter((file) -> file.getFileName().toString().startsWith("segment")).count();
		}
	}

}
