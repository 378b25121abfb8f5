package com.example.lab.box;

import java.util.List;

import com.example.lab.standin.Drill;

/** The faults that can be injected into any box. */
final class BoxDrills {

	private BoxDrills() {
	}

	static List<Drill> of(Box box) {
		return List.of(
				new Drill("kill", "kills the process of a service (the first one, or the unit named)",
						(unit) -> box.units().kill(unit)),
				new Drill("power-off", "kills every process on the box; the disk stays", (unused) -> box.kill()),
				new Drill("boot", "starts the box again from its disk", (unused) -> box.boot()),
				new Drill("restart", "shuts the box down gracefully and starts it again", (unused) -> {
					box.shutDown();
					box.boot();
				}), new Drill("freeze", "halts every process on the box", (unused) -> box.freeze()),
				new Drill("thaw", "continues the halted processes", (unused) -> box.thaw()),
				new Drill("lose-disk", "loses the disk and with it everything that runs", (unused) -> box.loseDisk()));
	}

}
