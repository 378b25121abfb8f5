package com.example.lab.cli;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.example.lab.stage.StageFolder;
import com.example.lab.stage.WorkshopException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code logs}: shows the logs of a stage's processes. */
@Command(name = "logs", mixinStandardHelpOptions = true, description = "Shows the logs of a stage's processes.")
final class LogsCommand implements Callable<Integer> {

	/** What is read of a log at once, in bytes. */
	private static final int LONGEST = 1 << 20;

	private static final long LOOK_AGAIN = TimeUnit.MILLISECONDS.toNanos(300);

	@Mixin
	private StageArgument argument = new StageArgument();

	@Parameters(index = "1", arity = "0..1", paramLabel = "PROCESS",
			description = "Name of a process, or its beginning (default: all processes).")
	private @Nullable String process;

	@Option(names = { "-n", "--lines" }, defaultValue = "20", paramLabel = "N",
			description = "Number of lines to show from the end of each log (default: ${DEFAULT-VALUE}).")
	private int lines;

	@Option(names = { "-f", "--follow" }, description = "Follow the logs until Ctrl-C.")
	private boolean follow;

	@Override
	public Integer call() throws IOException {
		List<Path> files = files(this.argument.stage);
		Map<Path, Long> shown = new HashMap<>();
		for (Path file : files) {
			System.out.println(Terminal.bold("==> " + file.getFileName()));
			shown.put(file, showEnd(file));
		}
		while (this.follow) {
			for (Path file : files) {
				shown.put(file, showFrom(file, shown.getOrDefault(file, 0L)));
			}
			LockSupport.parkNanos(LOOK_AGAIN);
		}
		return 0;
	}

	private List<Path> files(StageFolder stage) throws IOException {
		Path logs = stage.data().resolve("logs");
		if (!Files.isDirectory(logs)) {
			throw new WorkshopException(
					"%s has no logs yet. Run ./workshop up %d first.".formatted(stage.name(), stage.number()));
		}
		try (Stream<Path> list = Files.list(logs)) {
			List<Path> all = list.filter(Files::isRegularFile).sorted().toList();
			List<Path> wanted = all.stream()
				.filter((file) -> this.process == null || file.getFileName().toString().startsWith(this.process))
				.toList();
			if (wanted.isEmpty()) {
				throw new WorkshopException("There is no log of %s. Logs: %s".formatted(this.process,
						all.stream()
							.map((file) -> file.getFileName().toString().replace(".log", ""))
							.collect(Collectors.joining(", "))));
			}
			return wanted;
		}
	}

	private long showEnd(Path file) throws IOException {
		long size = Files.size(file);
		List<String> read = read(file, Math.max(0, size - LONGEST), size).lines().toList();
		read.subList(Math.max(0, read.size() - this.lines), read.size()).forEach(System.out::println);
		return size;
	}

	private static long showFrom(Path file, long position) throws IOException {
		long size = Files.size(file);
		if (size <= position) {
			return size;
		}
		long end = Math.min(size, position + LONGEST);
		System.out.print(read(file, position, end));
		return end;
	}

	private static String read(Path file, long from, long to) throws IOException {
		try (RandomAccessFile reader = new RandomAccessFile(file.toFile(), "r")) {
			byte[] bytes = new byte[(int) (to - from)];
			reader.seek(from);
			reader.readFully(bytes);
			return new String(bytes, StandardCharsets.UTF_8);
		}
	}

}
