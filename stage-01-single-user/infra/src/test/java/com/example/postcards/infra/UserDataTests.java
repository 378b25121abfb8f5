package com.example.postcards.infra;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * The script, and the files it leaves when bash runs it below a folder with stand-ins for
 * the commands that change a box.
 */
class UserDataTests {

	/**
	 * EC2, on which Lightsail runs, takes 16 KB. Lightsail adds lines of its own, and a
	 * presigned address with a session token has up to 2 KB.
	 */
	private static final int LIMIT = 16 * 1024 - 4 * 1024;

	private static final String COMMANDS = """
			openssl() { echo "$1$2$3"; }
			dnf() { :; }
			useradd() { :; }
			systemctl() { echo "systemctl $*"; }
			postgresql-setup() { :; }
			runuser() { cat >"$ROOT/sql"; }
			curl() { echo "curl $*"; }
			install() { :; }
			""";

	private static final String SCRIPT = UserData.of("https://example.com/postcards.jar?X-Amz-Signature=1", "box",
			null);

	private static final String SCRIPT_WITH_DOMAIN = UserData.of("https://example.com/postcards.jar?X-Amz-Signature=1",
			"box", new Domain("Z0123456789ABCDEFGHIJ", "postcards.example.com"));

	@TempDir
	static Path root;

	private static String log = "";

	@BeforeAll
	static void boot() throws Exception {
		require("bash");
		Pattern target = Pattern.compile("^cat >/(\\S+)/", Pattern.MULTILINE);
		for (MatchResult file : target.matcher(SCRIPT_WITH_DOMAIN).results().toList()) {
			Files.createDirectories(root.resolve(file.group(1)));
		}
		Path script = root.resolve("user-data.sh");
		Files.writeString(script,
				"ROOT='" + root + "'\n" + COMMANDS + SCRIPT_WITH_DOMAIN.replace("\ncat >/", "\ncat >\"$ROOT\"/"));
		log = run("bash", script.toString());
	}

	@Test
	void fits() {
		assertThat(SCRIPT_WITH_DOMAIN.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(LIMIT);
	}

	@Test
	void passesShellcheck() throws Exception {
		require("shellcheck");
		for (String script : List.of(SCRIPT, SCRIPT_WITH_DOMAIN)) {
			Path file = Files.writeString(root.resolve("checked.sh"), script);
			assertThat(run("bash", "-n", file.toString())).isEmpty();
			assertThat(run("shellcheck", file.toString())).isEmpty();
		}
	}

	@Test
	void systemdUnderstandsEveryUnit() throws Exception {
		assumeThat(isInstalled("systemd-analyze")).as("systemd-analyze is installed").isTrue();
		List<String> command = new ArrayList<>(List.of("systemd-analyze", "verify", "--man=no"));
		for (String unit : List.of("postcards.service", "postcards-certificate.service",
				"postcards-certificate.timer")) {
			command.add(root.resolve("etc/systemd/system").resolve(unit).toString());
		}
		// Its programs are on the box, not here.
		assertThat(run(command.toArray(String[]::new)).lines().filter((line) -> !line.contains("is not executable")))
			.isEmpty();
	}

	@Test
	void leavesNoPlaceholder() {
		assertThat(SCRIPT_WITH_DOMAIN).doesNotContainPattern("@\\w+@");
	}

	@Test
	void downloadsTheRelease() {
		assertThat(log).containsPattern(
				"curl .*--output /opt/postcards/postcards.jar https://example.com/postcards.jar\\?X-Amz-Signature=1\n");
	}

	@Test
	void databaseListensToTheBoxOnly() throws IOException {
		assertThat(read("var/lib/pgsql/data/postgresql.conf")).contains("listen_addresses = '127.0.0.1'");
	}

	@Test
	void databaseLetsInTheApplicationByPasswordOnly() throws IOException {
		assertThat(read("var/lib/pgsql/data/pg_hba.conf")).filteredOn((rule) -> !rule.startsWith("#"))
			.map((rule) -> rule.replaceAll(" +", " "))
			.containsExactly("local all postgres peer", "host postcards postcards 127.0.0.1/32 scram-sha-256");
	}

	@Test
	void applicationAndDatabaseShareAPasswordMadeOnTheBox() throws IOException {
		assertThat(read("etc/postcards/postcards.env")).contains("SPRING_DATASOURCE_PASSWORD=rand-hex24");
		assertThat(read("sql")).contains("CREATE ROLE postcards LOGIN PASSWORD 'rand-hex24';");
	}

	@Test
	void onlyRootReadsThePassword() throws IOException {
		assertThat(PosixFilePermissions
			.toString(Files.getPosixFilePermissions(root.resolve("etc/postcards/postcards.env"))))
			.isEqualTo("rw-------");
	}

	@Test
	void applicationComesBackAfterACrash() throws IOException {
		assertThat(read("etc/systemd/system/postcards.service")).contains("Restart=on-failure");
	}

	@Test
	void applicationComesBackAfterAReboot() throws IOException {
		assertThat(read("etc/systemd/system/postcards.service")).contains("WantedBy=multi-user.target");
		assertThat(log).contains("systemctl enable --now postcards.service\n",
				"systemctl enable --now postgresql.service\n");
	}

	@Test
	void applicationBindsPort80WithoutBeingRoot() throws IOException {
		assertThat(read("etc/systemd/system/postcards.service")).contains("User=postcards",
				"AmbientCapabilities=CAP_NET_BIND_SERVICE", "NoNewPrivileges=yes");
		assertThat(read("etc/postcards/postcards.env")).contains("SERVER_PORT=80", "MANAGEMENT_SERVER_PORT=9000");
	}

	@Test
	void domainOnlyAdds() {
		assertThat(SCRIPT_WITH_DOMAIN).startsWith(SCRIPT);
	}

	@Test
	void domainMovesTheApplicationToTls() throws IOException {
		assertThat(read("etc/systemd/system/postcards.service.d/tls.conf"))
			.contains("EnvironmentFile=/etc/postcards/tls.env");
		assertThat(read("etc/postcards/tls.env")).contains("SERVER_PORT=443");
	}

	@Test
	void certificateIsForTheDomain() throws IOException {
		assertThat(String.join("\n", read("etc/systemd/system/postcards-certificate.service")))
			.containsPattern("certbot certonly .*\\\\\n.* --domain postcards.example.com\n");
	}

	private static List<String> read(String file) throws IOException {
		return Files.readAllLines(root.resolve(file));
	}

	private static String run(String... command) throws IOException, InterruptedException {
		Path output = root.resolve("output");
		Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
		assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("%s ends", command[0]).isTrue();
		return Files.readString(output);
	}

	/** Skips the tests that need the tool where it is missing, but fails them in CI. */
	private static void require(String tool) {
		if (System.getenv("CI") == null) {
			assumeThat(isInstalled(tool)).as("%s is installed", tool).isTrue();
		}
		assertThat(isInstalled(tool)).as("%s is installed", tool).isTrue();
	}

	private static boolean isInstalled(String tool) {
		return Pattern.compile(File.pathSeparator)
			.splitAsStream(System.getenv("PATH"))
			.anyMatch((folder) -> Files.isExecutable(Path.of(folder, tool)));
	}

}
