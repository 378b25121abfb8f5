package com.example.lab.cli;

import com.example.lab.stage.StageFolder;
import com.example.lab.stage.Workshop;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** Which stage a command is about. */
final class StageArgument {

	@Parameters(index = "0", paramLabel = "STAGE", description = "1, 01 or the folder's name",
			converter = Converter.class)
	StageFolder stage = Workshop.find().stages().get(0);

	private static final class Converter implements CommandLine.ITypeConverter<StageFolder> {

		@Override
		public StageFolder convert(String value) {
			return Workshop.find().stage(value);
		}

	}

}
