package com.example.lab.box;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class DiskTests {

	private final Path root;

	private final Disk disk;

	DiskTests(@TempDir Path temporary) {
		this.root = temporary.resolve("disk");
		this.disk = new Disk(this.root);
	}

	@Test
	void isAFolderThatStandsForTheRootDirectory() {
		assertThat(this.disk.at("/etc/a")).isEqualTo(this.root.resolve("etc/a"));
		assertThatIllegalArgumentException().isThrownBy(() -> this.disk.at("etc/a"))
			.withMessageContaining("Not an absolute path");
		assertThatIllegalArgumentException().isThrownBy(() -> this.disk.at("/../etc/passwd"))
			.withMessageContaining("leaves the box's disk");
	}

	@ParameterizedTest
	@CsvSource({ "/var/lib/photos, ROOT/var/lib/photos", "-Dlog=/var/log/a.log, -Dlog=ROOT/var/log/a.log",
			"'/etc/a,/opt/b', 'ROOT/etc/a,ROOT/opt/b'", "file:/etc/tls/a.pem, file:ROOT/etc/tls/a.pem",
			"/opt/a:/opt/b, ROOT/opt/a:ROOT/opt/b", "a?b=/etc/a.pem&c=d, a?b=ROOT/etc/a.pem&c=d", "/tmp, ROOT/tmp" })
	void movesAbsolutePathsOntoItself(String text, String moved) {
		assertThat(this.disk.localise(text)).isEqualTo(moved.replace("ROOT", this.root.toString()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "jdbc:postgresql://127.0.0.1:5432/postcards", "https://example.com/var/lib/a",
			"https://example.com:443/etc/a", "/actuator", "--path=/api/v1", "/", "//var/lib", "a/var/b", "/variable",
			"GET /var", "s3://bucket/opt/a.jar", "-Xmx256m" })
	void leavesAddressesAlone(String text) {
		assertThat(this.disk.localise(text)).isEqualTo(text);
	}

	@Test
	void isLostAndRestored() throws IOException {
		Files.createDirectories(this.disk.at("/var/lib"));
		Files.writeString(this.disk.at("/var/lib/a"), "before");
		Path snapshot = this.root.resolveSibling("snapshots").resolve("one");
		this.disk.copyTo(snapshot);
		Files.writeString(this.disk.at("/var/lib/a"), "after");
		Files.writeString(this.disk.at("/var/lib/b"), "after");

		this.disk.lose();
		assertThat(this.disk.lost()).isTrue();
		this.disk.restoreFrom(snapshot);

		assertThat(this.disk.lost()).isFalse();
		assertThat(this.disk.at("/var/lib/a")).hasContent("before");
		assertThat(this.disk.at("/var/lib/b")).doesNotExist();
	}

}
