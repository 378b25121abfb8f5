package com.example.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.example.docs.architecture.Architecture;
import com.example.docs.diff.DiffPages;
import com.example.lab.assembly.Assembly;
import com.example.lab.cli.Requirement;
import com.example.lab.cloud.LedgerEntry;
import com.example.lab.cloud.LocalCloud;
import com.example.lab.process.Folders;
import com.example.lab.process.Processes;
import com.example.lab.stage.StageFolder;
import com.example.lab.stage.Synthesis;
import com.example.lab.stage.Workshop;

/** Generates the files that pages include, before the pages are rendered. */
public final class Generator {

	private static final String DIFFERENCES = """
			Every file and every resource that differs, each with its reason, is on the pages xref:../%s/index.adoc[from stage %d to %d].
			""";

	private final Workshop workshop;

	private final Path docs;

	private final Path generated;

	private Generator(Workshop workshop) {
		this.workshop = workshop;
		this.docs = workshop.root().resolve("docs");
		this.generated = this.docs.resolve("target/generated");
	}

	/**
	 * Writes everything.
	 * @param args not used
	 * @throws IOException if a file cannot be written
	 */
	public static void main(String[] args) throws IOException {
		// Digits and letters as programs read them, whatever the user's language is.
		Locale.setDefault(Locale.ROOT);
		new Generator(Workshop.find()).run("take".equals(System.getProperty("figures")));
	}

	private void run(boolean takeFigures) throws IOException {
		Stages stages = new Stages(this.workshop);
		write("../site/_/stages.svg", stages.picture());
		write("capacity.adoc", Capacity.rows());
		write("requirements.adoc", requirements());
		Map<Integer, Double> dollars = new HashMap<>();
		Folders.delete(this.generated.resolve("pages"));
		Folders.delete(this.docs.resolve("target/site/diffs"));
		Map<StageFolder, Assembly> assemblies = new HashMap<>();
		List<StagePage> pages = new ArrayList<>();
		StringBuilder figuresOfAll = new StringBuilder();
		try (Processes processes = new Processes(this.docs.resolve("target/logs"))) {
			for (StageFolder stage : stages.withGuide()) {
				Assembly assembly = new Synthesis(stage, processes).run();
				assemblies.put(stage, assembly);
				write(stage.name() + "/ledger.adoc", ledger(LocalCloud.plan(assembly)));
				Architecture architecture = new Architecture(assembly);
				write(stage.name() + "/architecture.puml", architecture.plantUml());
				write(stage.name() + "/architecture.parts", architecture.labels());
				Figures measured = figures(stage, takeFigures);
				String figures = measured.attributes();
				write(stage.name() + "/figures.adoc", figures);
				figuresOfAll.append(figures.replaceAll("(?m)^:", ":stage-%d-".formatted(stage.number())));
				Costs costs = Costs.of(stage, assembly);
				write(stage.name() + "/cost.adoc", costs.rows());
				write(stage.name() + "/cost-attributes.adoc",
						costs.attributes() + ":resources: %d\n".formatted(assembly.resources().count()));
				dollars.put(stage.number(), costs.month());
				pages.add(new StagePage(stage, assembly, measured, costs));
			}
		}
		for (Exercise exercise : Exercise.in(this.docs.resolve("src/docs/solutions"))) {
			write("exercises/%s.adoc".formatted(exercise.name()), exercise.block());
		}
		write("scoreboard.adoc", Scoreboard.of(pages).block());
		String sources = sources();
		for (StagePage page : pages) {
			for (Map.Entry<String, String> part : page.parts(pages, sources).entrySet()) {
				write(page.stage().name() + "/" + part.getKey(), part.getValue());
			}
		}
		write("figures.adoc", figuresOfAll.toString());
		write("stages.adoc", stages.rows(dollars));
		differences(stages, assemblies);
	}

	private String sources() throws IOException {
		StringBuilder sources = new StringBuilder();
		try (Stream<Path> files = Files.walk(this.docs.resolve("src/docs/asciidoc"))) {
			for (Path file : files.filter((each) -> each.toString().endsWith(".adoc")).toList()) {
				sources.append(Files.readString(file));
			}
		}
		return sources.toString();
	}

	private void differences(Stages stages, Map<StageFolder, Assembly> assemblies) throws IOException {
		StringBuilder navigation = new StringBuilder();
		for (StageFolder stage : stages.withGuide()) {
			StageFolder before = stages.before(stage).orElse(null);
			write(stage.name() + "/differences.adoc", (before != null)
					? DIFFERENCES.formatted(DiffPages.folder(before, stage), before.number(), stage.number()) : "");
			if (before != null) {
				DiffPages pages = new DiffPages(before, Objects.requireNonNull(assemblies.get(before)), stage,
						Objects.requireNonNull(assemblies.get(stage)));
				pages.write(this.generated.resolve("pages"));
				navigation.append(navigation.isEmpty() ? "* Differences\n" : "").append(pages.navigation());
			}
		}
		write("differences.adoc", navigation.toString());
	}

	private Figures figures(StageFolder stage, boolean take) throws IOException {
		Path file = this.docs.resolve("src/docs/figures").resolve(stage.name() + ".json");
		if (take && (Figures.measured(stage) || !Files.exists(file) || !Figures.read(file).faults(stage).isEmpty())) {
			Figures.take(stage).write(file);
		}
		return Figures.read(file);
	}

	private static String ledger(List<LedgerEntry> entries) {
		return entries.stream()
			.map((entry) -> "|%s |`%s` |%s |%s\n".formatted(entry.resource(), entry.type(), switch (entry.runner()) {
				case LOCALSTACK -> "LocalStack";
				case STAND_IN -> "a stand-in: real processes";
				case RECORDED -> "nothing; LocalStack keeps it";
				case INERT -> "nothing";
			}, entry.detail()))
			.collect(Collectors.joining());
	}

	private static String requirements() {
		return Stream.of(Requirement.values())
			.map((requirement) -> "|%s |%s |%s\n".formatted(requirement.what(), requirement.needed(),
					requirement.advice()))
			.collect(Collectors.joining());
	}

	private void write(String name, String text) throws IOException {
		Path file = this.generated.resolve(name).normalize();
		Files.createDirectories(file.getParent());
		Files.writeString(file, text);
	}

}
