package com.example.lab;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.xml.parsers.DocumentBuilderFactory;

import com.example.lab.localstack.LocalStack;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code NOTICE.md} names the licence of each direct dependency. */
class NoticeTests {

	private static final Path ROOT = Path.of("..");

	private static final Pattern CODE = Pattern.compile("`([^`]+)`");

	private static final Set<String> NOT_OURS = Set.of("node_modules", "target", ".git", ".workshop");

	private String notice;

	private Set<String> named;

	@BeforeEach
	void read() throws IOException {
		this.notice = Files.readString(ROOT.resolve("NOTICE.md"));
		this.named = CODE.matcher(this.notice).results().map((match) -> match.group(1)).collect(Collectors.toSet());
	}

	@Test
	void namesEachDependencyOfMavenOrItsGroup() throws Exception {
		Set<String> missing = new TreeSet<>();
		for (Path pom : files(ROOT, "pom.xml")) {
			Element project = DocumentBuilderFactory.newInstance()
				.newDocumentBuilder()
				.parse(pom.toFile())
				.getDocumentElement();
			for (String tag : List.of("dependency", "path")) {
				NodeList found = project.getElementsByTagName(tag);
				for (int i = 0; i < found.getLength(); i++) {
					String group = text((Element) found.item(i), "groupId");
					String name = group + ":" + text((Element) found.item(i), "artifactId");
					if (!isOurs(group) && !this.named.contains(group) && !this.named.contains(name)) {
						missing.add(name);
					}
				}
			}
		}
		assertThat(missing).as("dependencies that NOTICE.md lacks").isEmpty();
	}

	@Test
	void namesEachDependencyOfNpm() throws IOException {
		Set<String> missing = new TreeSet<>();
		for (Path file : files(ROOT, "package.json")) {
			JsonNode described = JsonMapper.shared().readTree(file);
			Stream.of("dependencies", "devDependencies")
				.flatMap((kind) -> described.path(kind).propertyNames().stream())
				.filter((name) -> !this.named.contains(name))
				.forEach(missing::add);
		}
		assertThat(missing).as("dependencies that NOTICE.md lacks").isEmpty();
	}

	@Test
	void namesTheVersionOfLocalStack() {
		assertThat(this.notice).contains("LocalStack " + LocalStack.VERSION)
			.contains("localstack/localstack:" + LocalStack.VERSION);
	}

	private static boolean isOurs(String group) {
		return group.startsWith("com.example") || group.startsWith("${project");
	}

	private static String text(Element parent, String tag) {
		return parent.getElementsByTagName(tag).item(0).getTextContent().strip();
	}

	/** The files of a name, without those that were built or downloaded. */
	private static List<Path> files(Path folder, String name) throws IOException {
		List<Path> found = new ArrayList<>();
		Files.walkFileTree(folder, new SimpleFileVisitor<>() {

			@Override
			public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes) {
				return NOT_OURS.contains(each.getFileName().toString()) ? FileVisitResult.SKIP_SUBTREE
						: FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
				if (file.endsWith(name)) {
					found.add(file);
				}
				return FileVisitResult.CONTINUE;
			}

		});
		assertThat(found).isNotEmpty();
		return found;
	}

}
