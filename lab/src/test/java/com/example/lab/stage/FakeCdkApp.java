package com.example.lab.stage;

import java.io.IOException;
import java.nio.file.Path;

/** What a CDK application does, as far as the lab sees it. */
final class FakeCdkApp {

	private FakeCdkApp() {
	}

	public static void main(String[] args) throws IOException {
		Path out = Path.of(System.getenv("CDK_OUTDIR"));
		if (System.getenv("CDK_CONTEXT_JSON").contains("fail")) {
			System.err.println("The construct is wrong");
			System.exit(1);
		}
		FakeWorkshop.write(out.resolve("manifest.json"), """
				{"artifacts": {"Stack": {"type": "aws:cloudformation:stack",
				"properties": {"templateFile": "Stack.template.json"}}}}""");
		FakeWorkshop.write(out.resolve("tree.json"), "{\"tree\": {}}");
		FakeWorkshop.write(out.resolve("Stack.template.json"), """
				{"Resources": {}, "Context": %s, "Temporary": "%s"}""".formatted(System.getenv("CDK_CONTEXT_JSON"),
				System.getProperty("java.io.tmpdir")));
	}

}
