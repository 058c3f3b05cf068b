package org.numakerbench.lab.agent;

import java.io.IOException;
import org.numakerbench.firmware.Image;
import org.numakerbench.firmware.ImageException;

/** Where an agent gets images from. */
@FunctionalInterface
public interface ImageSource {
    /**
     * @param sha256 of the image file that was submitted
     * @throws ImageException when there is none, or another under that ID
     */
    Image find(String id, String sha256) throws ImageException, IOException;
}
