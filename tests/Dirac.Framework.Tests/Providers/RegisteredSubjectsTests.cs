using Dirac.Framework.Providers;
using Dirac.Model.Configuration;

namespace Dirac.Framework.Tests.Providers;

public sealed class RegisteredSubjectsTests
{
    private static readonly CfgSection Root = CfgSection.Empty
        .With("/Registry/VO/demo/DefaultGroup", "demo_user")
        .With("/Registry/Users/ann/ID", "one, two")
        .With("/Registry/Users/ben/DN", "/C=ch/O=Home/CN=Ben, /O=DIRAC/CN=three")
        .With("/Registry/Users/cat/Email", "cat@example.org")
        .With("/DiracX/CsSync/VOs/demo/UserSubjects/cat", "four")
        .With("/DiracX/CsSync/VOs/demo/UserSubjects/nobody", "five");

    [Theory]
    [InlineData("one", "ann")]
    [InlineData("two", "ann")]
    [InlineData("three", "ben")]
    [InlineData("four", "cat")]
    public void UsersOf_EveryPlaceOfDirac_IsFound(string subject, string user) => Assert.Equal([user], new RegisteredSubjects(Root, "demo").UsersOf(subject));

    [Theory]
    [InlineData("five")]
    [InlineData("/C=ch/O=Home/CN=Ben")]
    [InlineData("cat@example.org")]
    [InlineData("ONE")]
    [InlineData("")]
    public void UsersOf_AnythingElse_IsNobody(string subject) => Assert.Empty(new RegisteredSubjects(Root, "demo").UsersOf(subject));

    [Fact]
    public void UsersOf_ListOfTheVo_AloneCountsForItsUsers()
    {
        var subjects = new RegisteredSubjects(Root.With("/DiracX/CsSync/VOs/demo/UserSubjects/ann", "six"), "demo");

        Assert.Equal(["ann"], subjects.UsersOf("six"));
        Assert.Empty(subjects.UsersOf("one"));
    }

    [Fact]
    public void UsersOf_ListOfAnotherVo_DoesNotCount() => Assert.Empty(new RegisteredSubjects(Root, "other").UsersOf("four"));

    [Fact]
    public void UsersOf_TwoUsers_NamesBoth() => Assert.Equal(2, new RegisteredSubjects(Root.With("/Registry/Users/ben/ID", "one"), "demo").UsersOf("one").Count);
}
