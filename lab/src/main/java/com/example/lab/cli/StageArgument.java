package com.example.lab.cli;

import com.example.lab.stage.StageFolder;
import com.example.lab.stage.Workshop;
import com.example.lab.stage.WorkshopException;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** The stage that a command works on. */
final class StageArgument {

	@Parameters(index = "0", paramLabel = "STAGE", description = "A stage: 1, 01 or the folder's name.",
			converter = Converter.class)
	@SuppressWarnings("NullAway.Init")
	StageFolder stage;

	private static final class Converter implements CommandLine.ITypeConverter<StageFolder> {

		@Override
		public StageFolder convert(String value) {
			try {
				return Workshop.find().stage(value);
			}
			catch (WorkshopException ex) {
				throw new CommandLine.TypeConversionException(ex.getMessage());
			}
		}

	}

}
