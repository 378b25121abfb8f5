/** From the sources of a stage to its running local cloud, phase by phase. */
@NullMarked
package com.example.lab.launch;

import org.jspecify.annotations.NullMarked;
