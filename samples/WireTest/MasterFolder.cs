using Dirac.Model.Configuration;

namespace Dirac.Samples.WireTest;

/// <summary>Makes this process the master of a configuration of its own, so that commits can be tried and the file that was given stays as it is.</summary>
internal static class MasterFolder
{
    /// <summary>Puts the given configuration into <paramref name="folder"/> as the master's tree, unless there is one from an earlier run.</summary>
    /// <param name="configuration">The file that was given.</param>
    /// <param name="folder">Where the master's files are.</param>
    /// <returns>The process's own file.</returns>
    public static string Prepare(string configuration, string folder)
    {
        var root = Cfg.Parse(File.ReadAllText(configuration));
        var name = root.GetOption("/DIRAC/Configuration/Name", "WireConf");
        Directory.CreateDirectory(folder);
        if (Path.Combine(folder, $"{name}.cfg") is var tree && !File.Exists(tree)) File.Copy(configuration, tree);

        var own = CfgSection.Empty
            .With("/DIRAC/Setup", root.GetOption("/DIRAC/Setup", ""))
            .With("/DIRAC/Hostname", root.GetOption("/DIRAC/Hostname", "localhost"))
            .With("/DIRAC/Configuration/Name", name)
            .With("/DIRAC/Configuration/Master", "yes");
        var file = Path.Combine(folder, "dirac.cfg");
        File.WriteAllText(file, Cfg.Write(own));
        return file;
    }
}
