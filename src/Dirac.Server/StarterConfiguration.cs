using Dirac.Model.Configuration;

namespace Dirac.Server;

/// <summary>The configuration a new data directory begins with: one VO, and the user who started the server.</summary>
internal static class StarterConfiguration
{
    public const string Vo = "local";
    public const string Site = "DIRAC.Local.org";
    public const string UserGroup = Vo + "_user";
    public const string AdminGroup = Vo + "_admin";

    private const string AdminProperties =
        "NormalUser, JobAdministrator, JobMonitor, Operator, ServiceAdministrator, CSAdministrator, SiteManager, UserManager, ProxyManagement";

    /// <summary>Writes <c>dirac.cfg</c> unless there is one; returns its path.</summary>
    public static string Ensure(string dataDirectory, string user)
    {
        var path = Path.Combine(dataDirectory, "dirac.cfg");
        if (File.Exists(path)) return path;
        var text = Cfg.Write(For(user));
        using var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write });
        using var writer = new StreamWriter(file);
        writer.Write(text);
        return path;
    }

    public static CfgSection For(string user) => CfgSection.Empty
        .With("/DIRAC/Configuration/Name", "Local")
        .With($"/Resources/Sites/DIRAC/{Site}/CEs/localhost/CEType", "Local")
        .With("/Registry/DefaultGroup", UserGroup)
        .With($"/Registry/VO/{Vo}/DefaultGroup", UserGroup)
        .With($"/Registry/Users/{user}/DefaultGroup", UserGroup)
        .With($"/Registry/Groups/{UserGroup}/VO", Vo)
        .With($"/Registry/Groups/{UserGroup}/Users", user)
        .With($"/Registry/Groups/{UserGroup}/Properties", "NormalUser")
        .With($"/Registry/Groups/{AdminGroup}/VO", Vo)
        .With($"/Registry/Groups/{AdminGroup}/Users", user)
        .With($"/Registry/Groups/{AdminGroup}/Properties", AdminProperties);
}
