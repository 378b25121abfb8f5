package com.example.lab.box;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.example.lab.event.Events;
import com.example.lab.process.Processes;
import com.example.lab.standin.LabClock;
import com.example.lab.standin.LabContext;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class InitTests {

	private final Path disk;

	private final Processes processes;

	private final Box box;

	private final List<String> downloaded = new ArrayList<>();

	InitTests(@TempDir Path temporary) {
		this.disk = temporary.resolve("disks/Server");
		this.processes = new Processes(temporary.resolve("logs"));
		this.box = new Box("Server",
				new LabContext(temporary, temporary, this.processes, new Events(), new LabClock(1), Map.of(), true));
	}

	@AfterEach
	void end() {
		this.processes.close();
	}

	@Test
	void appliesTheConfigsOfASetInItsOrder() {
		apply("""
				{"configSets": {"default": [{"ConfigSet": "first"}, "b"], "first": "a"},
				"b": {"files": {"/etc/x": {"content": "of b"}}},
				"a": {"files": {"/etc/x": {"content": "of a"}, "/etc/y": {"content": "of a"}}},
				"other": {"files": {"/etc/y": {"content": "of other"}}}}""", "default");

		assertThat(this.disk.resolve("etc/x")).hasContent("of b");
		assertThat(this.disk.resolve("etc/y")).hasContent("of a");
	}

	@Test
	void aLoneConfigNeedsNoSet() {
		apply("{\"config\": {\"files\": {\"/etc/x\": {\"content\": \"a\"}}}}", "default");

		assertThat(this.disk.resolve("etc/x")).hasContent("a");
	}

	@Test
	void writesFilesInEachForm() throws Exception {
		config("""
				"files": {"/etc/text": {"content": "a\\nb\\n", "encoding": "plain", "mode": "000600", "owner": "root"},
				"/etc/json": {"content": {"a": ["b", 1]}},
				"/etc/base64": {"content": "YWI=", "encoding": "base64"},
				"/opt/a.jar": {"source": "https://example.com/a.jar", "mode": "000644"}}""");

		assertThat(Files.readString(this.disk.resolve("etc/text"))).isEqualTo("a\nb\n");
		assertThat(this.disk.resolve("etc/json")).hasContent("{\"a\":[\"b\",1]}");
		assertThat(this.disk.resolve("etc/base64")).hasContent("ab");
		assertThat(this.downloaded).containsExactly("https://example.com/a.jar");
		assertThat(this.disk.resolve("opt/a.jar")).exists();
	}

	@Test
	void runsCommandsInTheOrderOfTheirNamesAfterFiles() {
		config("""
				"commands": {"02": {"command": ["chown", "-R", "a b", "it's $HOME \\"here\\""]},
				"01": {"command": "install -d /var/lib/a", "ignoreErrors": false}},
				"groups": {"a": {}}, "users": {"a": {"groups": ["a"]}}, "packages": {"yum": {"openssl": []}}""");

		assertThat(this.disk.resolve("var/lib/a")).isDirectory();
		assertThatInit("""
				"commands": {"9": {"command": "beta"}, "10": {"command": "alpha"}}""")
			.hasMessageContaining("command 10: the lab does not know the command alpha");
	}

	@Test
	void enablesAndStartsServices() {
		String unit = "\"/etc/systemd/system/a.service\": {\"content\": \"[Service]\\nExecStart=/bin/sh -c true\\n\"}";

		config("\"files\": {%s}, \"services\": {\"systemd\": {\"a\": {\"enabled\": true}}}".formatted(unit));
		assertThat(this.disk.resolve("etc/systemd/system/multi-user.target.wants/a.service")).exists();
		assertThatInit("\"files\": {%s}, \"services\": {\"sysvinit\": {\"a.service\": {\"ensureRunning\": \"true\"}}}"
			.formatted(unit)).hasMessageContaining(
					"a.service, line 2: the lab does not run ExecStart=/bin/sh -c true; it runs java -jar FILE, node FILE");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
			"\"sources\": {}|the lab does not know sources of config main; lab/README.md shows how to add it",
			"\"packages\": {\"yum\": {\"redis6\": []}}|config main: the lab has no programs of the package redis6",
			"\"packages\": {\"rpm\": {}}|the package manager rpm",
			"\"commands\": {\"0\": {\"command\": \"a\", \"test\": \"b\"}}|the lab does not know test of command 0",
			"\"commands\": {\"0\": {\"command\": \"a && b\"}}|command 0: the lab follows simple commands",
			"\"files\": {\"/a\": {\"content\": \"\", \"context\": {}}}|the lab does not know context of file /a",
			"\"files\": {\"/a\": {}}|file /a has neither content nor source",
			"\"files\": {\"/a\": {\"content\": \"\", \"mode\": \"644\"}}|six octal digits, such as 000644, not 644",
			"\"files\": {\"/a\": {\"content\": \"\", \"mode\": \"120644\"}}|six octal digits",
			"\"files\": {\"/../a\": {\"content\": \"\"}}|The path leaves" })
	void saysWhatItDoesNotKnow(String config, String message) {
		assertThatInit(config).hasMessageContaining(message);
	}

	@Test
	void saysWhichSetOrConfigIsMissing() {
		assertThatIllegalArgumentException().isThrownBy(() -> apply("{\"configSets\": {\"a\": []}}", "b"))
			.withMessage("the init metadata has no config set b");
		assertThatIllegalArgumentException().isThrownBy(() -> apply("{\"configSets\": {\"a\": [\"c\"]}}", "a"))
			.withMessage("the init metadata has no config c");
		assertThatIllegalArgumentException().isThrownBy(() -> apply("{}", "default"))
			.withMessage("the init metadata has no config config");
	}

	private AbstractThrowableAssert<?, ?> assertThatInit(String config) {
		return assertThatThrownBy(() -> config(config)).isInstanceOf(IllegalArgumentException.class);
	}

	private void config(String config) {
		apply("{\"configSets\": {\"default\": [\"main\"]}, \"main\": {%s}}".formatted(config), "default");
	}

	private void apply(String metadata, String set) {
		this.box.firstBoot(new Init(JsonMapper.shared().readTree(metadata), List.of(set)), this::download);
	}

	private void download(String address, Path target) {
		this.downloaded.add(address);
		assertThat(target.getParent()).isDirectory();
		try {
			Files.createFile(target);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
