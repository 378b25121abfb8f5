package com.example.lab.box;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A program for Node.js, run by the Node.js of this computer. It must listen on the
 * address in {@code HOST} and on the port in {@code PORT}.
 */
final class NodeProgram implements Program {

	@Override
	public String form() {
		return "node FILE";
	}

	@Override
	public boolean runs(List<String> words) {
		return words.get(0).matches(".*/node(-\\d+)?") && words.size() > 1;
	}

	@Override
	public List<String> portVariables() {
		return List.of("PORT");
	}

	@Override
	public Map<String, String> variables(Map<String, String> unit, Host host) {
		return Map.of("HOST", "127.0.0.1", "TMPDIR", host.temporary());
	}

	@Override
	public Start start(List<String> words, Host host) {
		List<String> command = new ArrayList<>(List.of("node"));
		words.stream().skip(1).map(host.disk()::localise).forEach(command::add);
		return new Start(command, (process) -> {
		});
	}

}
