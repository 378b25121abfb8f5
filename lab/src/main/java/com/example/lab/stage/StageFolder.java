package com.example.lab.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder of one stage.
 *
 * @param workshop the checkout
 * @param folder the stage's folder
 */
public record StageFolder(Workshop workshop, Path folder) {

	private static final Pattern FINAL_NAME = Pattern.compile("<finalName>([^<$]+)</finalName>");

	/** Modules that run beside a stage, not in it. */
	private static final Set<String> BESIDE = Set.of(Move.MODULE, "tests");

	/**
	 * The folder's name.
	 * @return such as {@code stage-01-single-user}
	 */
	public String name() {
		return this.folder.getFileName().toString();
	}

	/**
	 * The stage's number.
	 * @return 1 to 99
	 */
	public int number() {
		return Integer.parseInt(name().substring(6, 8));
	}

	/**
	 * The stage that this one was copied from.
	 * @return the one with the number below
	 * @throws WorkshopException if this is the first
	 */
	public StageFolder before() {
		return this.workshop.stage(Integer.toString(number() - 1));
	}

	/**
	 * The CDK application.
	 * @return a folder
	 */
	public Path infra() {
		return this.folder.resolve("infra");
	}

	/**
	 * What has to be built before the stage can run.
	 * @return {@code app}, {@code infra}, and other applications
	 */
	public List<String> modules() {
		return allModules().stream().filter((module) -> !BESIDE.contains(module)).toList();
	}

	/**
	 * All modules, those beside the stage too.
	 * @return as {@link #modules()}, with the move and the tests
	 */
	public List<String> allModules() {
		try (Stream<Path> folders = Files.list(this.folder)) {
			return folders.filter((module) -> Files.exists(module.resolve("pom.xml")))
				.map((module) -> module.getFileName().toString())
				.sorted()
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Whether the CDK code has tables of DynamoDB.
	 * @return true if a source imports its constructs
	 */
	public boolean hasTables() {
		try (Stream<Path> sources = Files.walk(infra().resolve("src/main"))) {
			for (Path source : sources.filter((each) -> each.toString().endsWith(".java")).toList()) {
				if (Files.readString(source).contains("awscdk.services.dynamodb")) {
					return true;
				}
			}
			return false;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The modules beside the stages that a module of this stage uses, such as the
	 * rotation function of {@code infra}.
	 * @param module one of {@link #allModules()}
	 * @return their folders, which Maven builds before
	 */
	public List<Path> shared(String module) {
		if (!Files.exists(this.folder.resolve(module).resolve("pom.xml"))) {
			return List.of();
		}
		String pom = pom(module);
		try (Stream<Path> folders = Files.list(this.workshop.root())) {
			return folders.filter((folder) -> Files.exists(folder.resolve("pom.xml")))
				.filter((folder) -> pom.contains("<artifactId>%s</artifactId>".formatted(folder.getFileName())))
				.sorted()
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A checksum of what a module is built from.
	 * @param module one of {@link #modules()}
	 * @return another one after each change to its sources
	 */
	public String fingerprint(String module) {
		Path sources = this.folder.resolve(module);
		Fingerprint fingerprint = new Fingerprint().add(this.workshop.root().resolve("pom.xml"))
			.add(this.folder.resolve("pom.xml"));
		shared(module).forEach((each) -> fingerprint.add(each.resolve("pom.xml")).add(each.resolve("src/main")));
		return fingerprint.add(sources.resolve("pom.xml"))
			.add(sources.resolve("cdk.json"))
			.add(sources.resolve("cdk.context.json"))
			.add(sources.resolve("src/main"))
			.value();
	}

	/**
	 * Notes what the products of a module were built from: while that does not change
	 * they are not built again.
	 * @param module one of {@link #modules()}
	 * @param fingerprint of its sources before the build
	 */
	public void remember(String module, String fingerprint) {
		try {
			Files.writeString(builtFrom(module), fingerprint);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The note that {@link #remember} leaves.
	 */
	Path builtFrom(String module) {
		return this.folder.resolve(module).resolve("target/built-from");
	}

	/**
	 * The applications, which differ from functions in their build.
	 * @return those modules that Spring Boot's plugin packages; the one that browsers
	 * reach, {@code app}, first
	 */
	public List<Application> applications() {
		return modules().stream()
			.filter((module) -> pom(module).contains("<artifactId>spring-boot-maven-plugin</artifactId>"))
			.sorted(Comparator.comparing((module) -> !module.equals("app")))
			.map((module) -> new Application(module,
					this.folder.resolve(module).resolve("target").resolve(jar(module))))
			.toList();
	}

	private String jar(String module) {
		Matcher name = FINAL_NAME.matcher(pom(module));
		return (name.find() ? name.group(1) : module) + ".jar";
	}

	private String pom(String module) {
		try {
			return Files.readString(this.folder.resolve(module).resolve("pom.xml"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The application that browsers reach.
	 * @return an executable jar, which may not exist yet
	 */
	public Path jar() {
		return applications().get(0).jar();
	}

	/**
	 * What belongs to this stage while it runs: logs and the state of its local cloud.
	 * @return a folder
	 */
	public Path data() {
		return this.workshop.data().resolve(name());
	}

}
