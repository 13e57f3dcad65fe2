using Dirac.Framework.Providers;
using Dirac.Model.Configuration;
using Dirac.Model.Errors;

namespace Dirac.Framework.Accounts;

/// <summary>Changes of people in the configuration, written where DIRAC has them. Pure.</summary>
internal static class AccountEdits
{
    /// <summary>Registers a person, or ties one to a user who is registered.</summary>
    /// <exception cref="DiracException">Conflict: the person is somebody already, or the user is somebody else at the provider.</exception>
    public static CfgSection Add(CfgSection root, NewAccount account)
    {
        var known = new RegisteredSubjects(root, account.Vo);
        if (known.UsersOf(account.Subject) is [var other, ..] && other != account.UserName)
            throw new DiracException(ErrorCode.Conflict, $"This person is the user {other} already.", "Approve under that name.");
        if (known.ByUser.TryGetValue(account.UserName, out var subject) && subject != account.Subject)
            throw new DiracException(ErrorCode.Conflict, $"The user {account.UserName} is somebody else at the provider.", "Choose another user name.");

        var path = PathOf(account.UserName);
        if (root.GetSection(path) is null) root = root.With(path, CfgSection.Empty);
        if (account.Email.Length > 0 && root.GetOption($"{path}/Email") is null or "") root = root.With($"{path}/Email", account.Email);
        root = root.With($"{RegisteredSubjects.SectionOf(account.Vo)}/{account.UserName}", account.Subject);
        return account.Group is { } group ? WithElement(root, $"/Registry/Groups/{group}/Users", account.UserName) : root;
    }

    /// <summary>Suspends a user in one VO.</summary>
    public static CfgSection Suspend(CfgSection root, string vo, string user) => WithElement(root, $"{PathOf(user)}/Suspended", vo);

    /// <summary>Takes the suspension in one VO back.</summary>
    public static CfgSection Restore(CfgSection root, string vo, string user)
    {
        var path = $"{PathOf(user)}/Suspended";
        var left = root.GetList(path).Where(name => name != vo).ToList();
        return left.Count > 0 ? root.With(path, string.Join(", ", left)) : root.Without(path);
    }

    /// <summary>Changes a user's address.</summary>
    public static CfgSection ChangeEmail(CfgSection root, string user, string email) => root.With($"{PathOf(user)}/Email", email);

    private static string PathOf(string user) => $"/Registry/Users/{user}";

    private static CfgSection WithElement(CfgSection root, string path, string element)
    {
        var elements = root.GetList(path);
        return elements.Contains(element, StringComparer.Ordinal) ? root : root.With(path, string.Join(", ", [.. elements.Where(other => other != "None"), element]));
    }
}
