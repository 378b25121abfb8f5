package com.example.lab.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ClassArchiveTests {

	@Test
	void remainsOfAnArchiveAreNone(@TempDir Path folder) throws IOException {
		Path archive = folder.resolve("classes.jsa");
		assertThat(new ClassArchive(archive, folder.resolve("written.jsa")).usable()).isFalse();
		Files.writeString(archive, "broken");
		assertThat(new ClassArchive(archive, folder.resolve("written.jsa")).usable()).isFalse();
		Files.write(archive, new byte[2_000_000]);
		assertThat(new ClassArchive(archive, folder.resolve("written.jsa")).usable()).isTrue();
	}

	@Test
	void aJvmThatEndsWritesItUnlessItIsThere(@TempDir Path folder) throws IOException {
		ClassArchive archive = new ClassArchive(folder.resolve("classes.jsa"), folder.resolve("written.jsa"));
		assertThat(archive.atExit()).isEqualTo("-XX:ArchiveClassesAtExit=" + archive.written());
		Files.write(archive.written(), new byte[2_000_000]);
		archive.keep();

		assertThat(archive.written()).doesNotExist();
		assertThat(archive.atExit()).isEqualTo("-XX:SharedArchiveFile=" + archive.file());
	}

	@Test
	void aJvmThatRunsWritesItOnce(@TempDir Path folder) throws IOException {
		try (Processes processes = new Processes(folder.resolve("logs"))) {
			ClassArchive archive = new ClassArchive(folder.resolve("classes.jsa"), folder.resolve("written.jsa"));
			OwnedProcess jvm = sleeping(processes, archive);

			archive.write(processes, jvm);

			assertThat(archive.file()).isNotEmptyFile();
			assertThat(archive.written()).doesNotExist();
			assertThat(Path.of("/tmp/.java_pid" + jvm.pid())).doesNotExist();
			OwnedProcess quicker = start(processes, archive, "-XX:SharedArchiveFile=" + archive.file(), "-Xshare:on");
			assertThat(quicker.alive()).isTrue();
			// It has the file mapped, which is not to change under it.
			quicker.kill();

			Files.write(archive.file(), new byte[2_000_000]);
			archive.write(processes, jvm);
			assertThat(archive.file()).as("it was there").hasSize(2_000_000);
			assertThat(archive.recording()).isEqualTo("-XX:SharedArchiveFile=" + archive.file());
		}
	}

	@Test
	void aJvmThatIsKilledMeanwhileLeavesNothing(@TempDir Path folder) throws IOException {
		try (Processes processes = new Processes(folder.resolve("logs"))) {
			ClassArchive archive = new ClassArchive(folder.resolve("classes.jsa"), folder.resolve("written.jsa"));
			OwnedProcess jvm = sleeping(processes, archive);
			jvm.kill();

			archive.write(processes, jvm);

			assertThat(archive.file()).doesNotExist();
			assertThat(archive.written()).doesNotExist();
			OwnedProcess another = sleeping(processes, archive);
			archive.write(processes, another);
			assertThat(archive.file()).as("another one writes it").isNotEmptyFile();
		}
	}

	/**
	 * A JVM that has started and waits.
	 */
	private static OwnedProcess sleeping(Processes processes, ClassArchive archive) throws IOException {
		return start(processes, archive, archive.recording());
	}

	private static OwnedProcess start(Processes processes, ClassArchive archive, String... options) throws IOException {
		Path jar = archive.file().resolveSibling("sleeping.jar");
		if (!Files.exists(jar)) {
			String entry = Sleeping.class.getName().replace('.', '/') + ".class";
			try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
					InputStream classFile = ClassArchiveTests.class.getClassLoader().getResourceAsStream(entry)) {
				out.putNextEntry(new JarEntry(entry));
				classFile.transferTo(out);
			}
		}
		List<String> command = JavaCommand.of(options);
		command.addAll(List.of("-cp", jar.toString(), Sleeping.class.getName()));
		OwnedProcess jvm = processes.start("sleeping", command, Map.of(), Path.of("."));
		Awaitility.await().until(() -> Files.size(jvm.log()) > 0);
		return jvm;
	}

	/** Says that it runs, and waits to be killed. */
	static final class Sleeping {

		public static void main(String[] args) throws InterruptedException {
			System.out.println("runs");
			new CountDownLatch(1).await();
		}

	}

}
