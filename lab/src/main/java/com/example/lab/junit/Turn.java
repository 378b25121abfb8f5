package com.example.lab.junit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import com.example.lab.stage.Workshop;
import org.jspecify.annotations.Nullable;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Modules whose tests start whole stages take turns, while Maven runs two modules at a
 * time: they would starve each other, and some count failures. A module asks for its turn
 * with the system property {@code lab.turn}.
 */
public final class Turn implements LauncherSessionListener {

	private @Nullable FileChannel turn;

	@Override
	public void launcherSessionOpened(LauncherSession session) {
		if (!Boolean.getBoolean("lab.turn")) {
			return;
		}
		try {
			Path file = Files.createDirectories(Workshop.find().data()).resolve("tests.lock");
			this.turn = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
			this.turn.lock();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void launcherSessionClosed(LauncherSession session) {
		try (FileChannel ended = this.turn) {
			// Closing it ends the turn.
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
