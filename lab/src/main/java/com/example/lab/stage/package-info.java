/** The folders of the workshop: how a stage is found, built and synthesised. */
@NullMarked
package com.example.lab.stage;

import org.jspecify.annotations.NullMarked;
