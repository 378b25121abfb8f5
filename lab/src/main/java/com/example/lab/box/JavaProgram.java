package com.example.lab.box;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.example.lab.process.JavaCommand;

/** A JVM with a jar, started by {@link FastStart}. Its variables are Spring Boot's. */
final class JavaProgram implements Program {

	private static final String JAR = "-jar";

	/**
	 * What a share of the memory is a share of: this computer runs all servers of a
	 * stage, and more beside them.
	 */
	private static final String MEMORY = "-XX:MaxRAM=384m";

	private static final String PORT = "SERVER_PORT";

	private static final String MANAGEMENT_PORT = "MANAGEMENT_SERVER_PORT";

	@Override
	public String form() {
		return "java -jar FILE";
	}

	@Override
	public boolean runs(List<String> words) {
		return words.get(0).endsWith("/java") && words.contains(JAR);
	}

	@Override
	public List<String> portVariables() {
		return List.of(PORT, MANAGEMENT_PORT);
	}

	@Override
	public Map<String, String> variables(Map<String, String> unit, Host host) {
		Map<String, String> variables = new LinkedHashMap<>(Map.of("SERVER_ADDRESS", "127.0.0.1"));
		if (unit.containsKey(MANAGEMENT_PORT)) {
			variables.put("MANAGEMENT_SERVER_ADDRESS", "127.0.0.1");
		}
		return variables;
	}

	@Override
	public Start start(List<String> words, Host host) {
		int jar = words.indexOf(JAR) + 1;
		FastStart.Start how = host.fastStart().of(host.disk().at(words.get(jar)));
		List<String> command = JavaCommand.of(MEMORY);
		words.subList(1, jar - 1).forEach((word) -> command.add(host.disk().localise(word)));
		command.add("-Djava.io.tmpdir=" + host.temporary());
		command.addAll(host.lab().certificateAuthority().javaOptions());
		command.addAll(how.options());
		command.addAll(List.of(JAR, how.jar().toString()));
		words.subList(jar + 1, words.size()).forEach((word) -> command.add(host.disk().localise(word)));
		return new Start(command, (process) -> how.archive(host.processes(), process));
	}

}
