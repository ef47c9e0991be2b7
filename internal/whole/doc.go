// Package whole puts files and folders on disk whole or not at all, so that whoever looks, and whatever ends the
// process, finds the old or the new and never a mixture.
//
// # A folder
//
// [Folder] fills a new folder beside the old one, sees every byte onto the disk, and lets the two change places:
//
//	Linux, macOS       in one step, where the file system has it (ext4, XFS, Btrfs, tmpfs, APFS and most others)
//	elsewhere          in two: the old folder is moved aside, the new one takes its name. Whoever looks between the two finds no folder;
//	                   of a process that ends there, the next one brings the old folder back
//	by turns           file by file, where a folder cannot change places: it is a mount point, the process's current folder or another user's, its parent
//	                   may not be written, it holds folders, or the file system has no hard links. The last file of the set (the manifest) goes first and comes
//	                   last, so a folder that has it is one whole set, and one whose process was ended in between lacks it
//
// What others put into the folder stays. A symbolic link to a folder is followed.
//
// While it writes, a process holds a lock beside the folder (".NAME.envelope-lock"; inside, if only there may be
// written), which the system takes from it when it ends, however it ends. A second process is told at once that the
// folder is taken. So what is found of an unfinished folder (".NAME.envelope-new", ".NAME.envelope-old") under the lock
// is of a process that is no more, and is removed; so is a file that [File] did not finish (".NAME.envelope-" and a
// number), which is locked while it is written. Systems without such locks (neither Unix nor Windows) have none.
package whole
