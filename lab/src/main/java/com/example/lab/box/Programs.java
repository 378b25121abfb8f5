package com.example.lab.box;

import java.util.List;
import java.util.stream.Collectors;

/** What the files of units can start. */
final class Programs {

	/** A new kind takes a class and one line here. */
	private static final List<Program> KINDS = List.of( //
			new JavaProgram(), //
			new NodeProgram());

	private static final String EXEC_START = "ExecStart";

	private Programs() {
	}

	/**
	 * The kind of a unit's program.
	 * @throws IllegalArgumentException if the lab does not run it; names the unit, the
	 * line and the kinds that it runs
	 */
	static Program of(Unit unit) {
		List<String> words = unit.execStart();
		if (unit.line(EXEC_START) == 0) {
			throw new IllegalArgumentException("%s has no %s".formatted(unit.name(), EXEC_START));
		}
		return KINDS.stream()
			.filter((kind) -> kind.runs(words))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("%s, line %d: the lab does not run %s=%s; it runs %s"
				.formatted(unit.name(), unit.line(EXEC_START), EXEC_START, String.join(" ", words),
						KINDS.stream().map(Program::form).collect(Collectors.joining(", ")))));
	}

}
